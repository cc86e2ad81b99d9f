import type { Metadata } from "next";
import { Editor } from "#components/editor/editor";
import { load } from "../../load.ts";

type Props = { params: Promise<{ workflowId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workflowId } = await params;
  const { title } = await load((caller) => caller.workflows.get({ workflowId }));
  return { title };
}

export default async function WorkflowPage({ params }: Props) {
  const { workflowId } = await params;
  const workflow = await load((caller) => caller.workflows.get({ workflowId }));
  return <Editor key={workflowId} workflow={workflow} />;
}
