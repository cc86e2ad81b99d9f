import { MAX_WORKFLOW_DEPTH } from "#graph/limits";
import { idSchema } from "#graph/schema";

/** A workflow that was gone into through one of its nodes. */
export type Crumb = { workflowId: string; nodeId: string };

/** How one came to a workflow, as its address says it, so that a link to it leads back the same way. */
export type InnerPath = {
  /** The outermost first; empty where the workflow was opened by itself. */
  crumbs: readonly Crumb[];
  /** The run to look at, and the crumb (by its place) whose workflow it is a run of. */
  run: { runId: string; depth: number } | null;
  /** The node to begin at. */
  nodeId: string | null;
};

const separator = "/";
const isId = (text: string | undefined): text is string => text !== undefined && idSchema.safeParse(text).success;

/** What is not understood in an address is passed over. */
export function readInnerPath(params: URLSearchParams): InnerPath {
  const crumbs = params
    .getAll("within")
    .slice(0, MAX_WORKFLOW_DEPTH)
    .flatMap((text): Crumb[] => {
      const [workflowId, nodeId] = text.split(separator);
      return isId(workflowId) && isId(nodeId) ? [{ workflowId, nodeId }] : [];
    });
  const [runId, place] = (params.get("run") ?? "").split(separator);
  const depth = Number(place);
  const isInside = Number.isInteger(depth) && depth >= 0 && depth < crumbs.length;
  const nodeId = params.get("node") ?? undefined;
  return { crumbs, run: isId(runId) && isInside ? { runId, depth } : null, nodeId: isId(nodeId) ? nodeId : null };
}

export function workflowHref(workflowId: string, { crumbs, run, nodeId }: Partial<InnerPath>): string {
  const params = [
    ...(crumbs ?? []).map((crumb): [string, string] => ["within", `${crumb.workflowId}${separator}${crumb.nodeId}`]),
    ...(run ? [["run", `${run.runId}${separator}${run.depth}`]] : []),
    ...(nodeId ? [["node", nodeId]] : []),
  ];
  const query = new URLSearchParams(params).toString();
  return `/workflows/${workflowId}${query && `?${query}`}`;
}

/** Back to the workflow that a crumb stands for, at the node that one went in by. */
export function crumbHref({ crumbs, run }: InnerPath, place: number): string {
  const { workflowId, nodeId } = crumbs[place]!; // of a crumb that is there
  return workflowHref(workflowId, {
    crumbs: crumbs.slice(0, place),
    run: run && run.depth < place ? run : null,
    nodeId,
  });
}

/** Where the steps of the workflow stand in the run: the nodes that one went in by, from the run's own workflow on. */
export function pathInRun({ crumbs, run }: InnerPath): string | null {
  if (!run) return null;
  return crumbs
    .slice(run.depth)
    .map(({ nodeId }) => nodeId)
    .join("/");
}
