import { loadWorkflowTitle } from "./load-title.ts";

type Props = { params: Promise<{ workflowId: string }>; children: React.ReactNode };

/** Outside what stands while the workflow is read: once that is on its way, the answer can be no 404 any more. */
export default async function WorkflowLayout({ params, children }: Props) {
  await loadWorkflowTitle((await params).workflowId);
  return children;
}
