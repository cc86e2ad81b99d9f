import type { Metadata } from "next";
import { TestsPage } from "#components/workflow-tests/tests-page";
import { loadWorkflowTitle } from "../load-title.ts";

type Props = { params: Promise<{ workflowId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await loadWorkflowTitle((await params).workflowId);
  return { title: `${title}, tests` };
}

export default async function Page({ params }: Props) {
  const { workflowId } = await params;
  const { title } = await loadWorkflowTitle(workflowId);
  return <TestsPage key={workflowId} workflowId={workflowId} title={title} />;
}
