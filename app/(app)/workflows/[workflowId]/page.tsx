import type { Metadata } from "next";
import { Editor } from "#components/editor/editor";
import { readShownVersions } from "../../../../components/versions/version-url.ts";
import { VersionsPage } from "#components/versions/versions-page";
import { load } from "../../load.ts";
import { loadWorkflowTitle } from "./load-title.ts";

type Props = {
  params: Promise<{ workflowId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workflowId } = await params;
  const { title } = await loadWorkflowTitle(workflowId);
  return { title };
}

/** The editor; with `?version=` or `?compare=` the history. */
export default async function WorkflowPage({ params, searchParams }: Props) {
  const { workflowId } = await params;
  const search = await searchParams;
  const workflow = await load((caller) => caller.workflows.get({ workflowId }));
  const get = (name: string) => [search[name] ?? null].flat()[0] ?? null;
  if (readShownVersions({ get })) {
    return <VersionsPage workflowId={workflowId} title={workflow.title} newest={workflow.version} />;
  }
  return <Editor key={workflowId} workflow={{ ...workflow, graph: JSON.stringify(workflow.graph) }} />;
}
