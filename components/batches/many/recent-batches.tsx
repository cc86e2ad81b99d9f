"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "#components/trpc";
import { BatchesTable } from "../batches-table";

const MAX_BATCHES = 8;

/** The newest batches of the workflow. */
export function RecentBatches({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const { data: batches = [] } = useQuery(
    trpc.batches.list.queryOptions({ workflowId }, { select: ({ items }) => items.slice(0, MAX_BATCHES) }),
  );
  if (batches.length === 0) return null;
  return (
    <section aria-labelledby="recent-batches" className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="recent-batches" className="text-sm">
          Last batches
        </h2>
        <Link href="/runs/batches" className="text-xs text-2">
          All batches
        </Link>
      </div>
      <BatchesTable batches={batches} isBrief />
    </section>
  );
}
