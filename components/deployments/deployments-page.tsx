"use client";
import { useQuery } from "@tanstack/react-query";
import { Box, Globe, Workflow } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "#components/shell/page-header";
import { useMay } from "#components/shell/session-context";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Icon } from "#components/ui/icon";
import { RelativeTime } from "#components/ui/relative-time";
import { formatCount } from "../ui/format-number.ts";
import { formatDuration } from "../ui/format-duration.ts";

type Row = RouterOutputs["deployments"]["list"][number];

/** What the workspace has published, with what was asked of it in the last 24 hours. */
export function DeploymentsPage({ initial }: { initial: Row[] }) {
  const trpc = useTRPC();
  const mayManage = useMay("admin");
  const { data: deployments } = useQuery(
    trpc.deployments.list.queryOptions(undefined, { initialData: initial, refetchInterval: 10_000 }),
  );
  return (
    <>
      <PageHeader
        title="Deployments"
        facts={deployments.length > 0 && <span className="tabular-nums">{deployments.length}</span>}
        actions={
          mayManage && (
            <LinkButton>
              <Link href="/settings/keys">API keys</Link>
            </LinkButton>
          )
        }
      />
      {deployments.length === 0 ? (
        <EmptyState
          icon={Globe}
          title="Nothing is published yet"
          actions={
            <LinkButton variant="primary">
              <Link href="/workflows">Choose a workflow</Link>
            </LinkButton>
          }
        >
          Publish a workflow from its editor, or a model from its page: programs can then ask that version under a name
          of yours, with an API key, while you go on working.
        </EmptyState>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
          <DeploymentTable deployments={deployments} />
        </div>
      )}
    </>
  );
}

function DeploymentTable({ deployments }: { deployments: Row[] }) {
  return (
    <div className="overflow-hidden rounded-3 border border-line bg-node">
      <table className="w-full table-fixed text-xs">
        <thead>
          <tr className="h-[30px] border-b border-line text-left text-3">
            <th className="pl-4 font-medium">Name</th>
            <th className="w-28 font-medium">Version</th>
            <th className="w-28 text-right font-medium max-sm:hidden">Requests, 24 h</th>
            <th className="w-24 text-right font-medium max-md:hidden">Failed</th>
            <th className="w-28 text-right font-medium max-md:hidden">Median</th>
            <th className="w-32 pr-4 text-right font-medium max-sm:hidden">Changed</th>
          </tr>
        </thead>
        <tbody>
          {deployments.map(({ id, name, type, title, current, updatedAt, traffic }) => (
            <tr key={id} className="relative h-[54px] border-b border-line last:border-0 hover:bg-hover">
              <td className="pr-4 pl-4">
                <Link
                  href={`/deployments/${id}`}
                  className="mono block truncate font-medium no-underline after:absolute after:inset-0"
                >
                  {name}
                </Link>
                <p className="flex items-center gap-1.5 text-3">
                  <Icon icon={type === "model" ? Box : Workflow} size={12} />
                  <span className="sr-only">{type === "model" ? "Model" : "Workflow"}</span>
                  <span className="truncate">{title}</span>
                </p>
              </td>
              <td>{current === null ? <Badge>not published</Badge> : <Badge isOutlined>version {current}</Badge>}</td>
              <td className={`text-right tabular-nums max-sm:hidden ${traffic ? "" : "text-3"}`}>
                {traffic ? formatCount(traffic.requests) : "–"}
              </td>
              <td className={`text-right tabular-nums max-md:hidden ${traffic?.failed ? "text-danger" : "text-3"}`}>
                {traffic ? formatCount(traffic.failed) : "–"}
              </td>
              <td className="text-right text-2 tabular-nums max-md:hidden">
                {typeof traffic?.medianMs === "number" ? formatDuration(traffic.medianMs) : "–"}
              </td>
              <td className="pr-4 text-right text-2 max-sm:hidden">
                <RelativeTime time={updatedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
