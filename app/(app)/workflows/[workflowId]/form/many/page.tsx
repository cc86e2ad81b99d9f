import type { Metadata } from "next";
import { ManyPage } from "#components/batches/many/many-page";
import { load } from "../../../../load.ts";
import { loadWorkflowTitle } from "../../load-title.ts";

type Props = { params: Promise<{ workflowId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await loadWorkflowTitle((await params).workflowId);
  return { title: `${title}, many` };
}

export default async function Page({ params }: Props) {
  const { workflowId } = await params;
  const form = await load((caller) => caller.workflows.form({ workflowId }));
  return <ManyPage key={workflowId} form={form} />;
}
