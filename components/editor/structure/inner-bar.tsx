"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { workflowRefSchema } from "#graph/workflow-ref";
import { useTRPC } from "#components/trpc";
import { Icon } from "#components/ui/icon";
import { formatQuantity } from "../../ui/format-number.ts";
import { ActionButton } from "../actions/action-button.tsx";
import { useRun } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import { crumbHref } from "./inner-path.ts";
import { isOver } from "../../runs/use-live-run.ts";

/** Where one is, after going into a workflow through the node that runs it, and what that node runs of it. */
export function InnerBar({ title }: { title: string }) {
  const trpc = useTRPC();
  const { path, workflowId } = useTools();
  const { data: workflows } = useQuery(trpc.workflows.list.queryOptions());
  const parent = path.crumbs.at(-1);
  if (!parent) return null;
  const titleOf = (id: string) => workflows?.find((workflow) => workflow.id === id)?.title ?? "A workflow";
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-sunken py-1 pr-2.5 pl-3.5 text-xs">
      <nav aria-label="Workflows around this one" className="min-w-0">
        <ol className="flex min-w-0 flex-wrap items-center gap-1">
          {path.crumbs.map(({ workflowId: id, nodeId }, place) => (
            <li key={`${id} ${nodeId}`} className="flex min-w-0 items-center gap-1">
              <Link href={crumbHref(path, place)} className="max-w-48 truncate">
                {titleOf(id)}
              </Link>
              <Icon icon={ChevronRight} size={12} className="text-3" />
            </li>
          ))}
          <li aria-current="page" className="max-w-48 truncate font-medium">
            {title}
          </li>
        </ol>
      </nav>
      <VersionNote
        parent={parent}
        title={titleOf(parent.workflowId)}
        newest={workflows?.find(({ id }) => id === workflowId)?.version ?? null}
      />
      <RunNote of={path.run ? titleOf(path.crumbs[path.run.depth]!.workflowId) : null} />
      <span className="ml-auto flex items-center gap-3">
        <AlsoIn workflowId={workflowId} parentId={parent.workflowId} />
        <ActionButton id="back-to-parent" />
      </span>
    </div>
  );
}

/** What one changes here is a new version, which a node that runs a fixed one does not see. */
function VersionNote({
  parent,
  title,
  newest,
}: {
  parent: { workflowId: string; nodeId: string };
  title: string;
  newest: number | null;
}) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.workflows.get.queryOptions({ workflowId: parent.workflowId }));
  const ref = workflowRefSchema.safeParse(data?.graph.nodes[parent.nodeId]?.params.workflow);
  if (!ref.success || ref.data.version === null || newest === null) return null;
  return (
    <p className="text-2">
      “{title}” runs version {ref.data.version}, and goes on with it. This is the newest, {newest}.
    </p>
  );
}

function RunNote({ of: title }: { of: string | null }) {
  const { path } = useTools();
  const isShown = useRun(({ runId }) => runId !== null && runId === path.run?.runId);
  const isEmpty = useRun(({ run }) => run !== null && isOver(run) && Object.keys(run.nodes).length === 0);
  if (!isShown || title === null) return null;
  return (
    <p className="text-2">
      {isEmpty
        ? `The run of “${title}” kept no values of these steps: they ran as one step there.`
        : `Values of the run of “${title}”.`}
    </p>
  );
}

function AlsoIn({ workflowId, parentId }: { workflowId: string; parentId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.workflows.usedBy.queryOptions({ workflowId }));
  const others = data?.filter((user) => user.workflowId !== parentId) ?? [];
  if (others.length === 0) return null;
  const [first] = others;
  return (
    <span className="text-3">
      Also run by{" "}
      {others.length === 1 ? (
        <Link href={`/workflows/${first!.workflowId}`}>{first!.title}</Link>
      ) : (
        formatQuantity(others.length, "other workflow")
      )}
    </span>
  );
}
