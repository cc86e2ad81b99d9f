"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import { DifferenceView } from "../compare/difference-view";
import { ContentFailed, ContentLoading } from "../runs/values/content-state";

/** What the test expects of an output beside what a run gave there. It is shown as well when the run that it was made of is gone. */
export function OutputDifference(tested: { testId: string; runId: string; output: string }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.workflowTests.output.queryOptions(tested, { staleTime: 0, retry: false }),
  );
  if (error) return <ContentFailed label="values" error={new Error(error.message)} onRetry={() => void refetch()} />;
  if (!data) return <ContentLoading label="the values" />;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 rounded-2 border border-line p-2.5">
      <p className="text-3">A is what is expected, B what the run gave.</p>
      <DifferenceView
        place={{ ...tested, path: [] }}
        a={data.expected}
        b={data.came}
        overImages={{ a: undefined, b: undefined }}
      />
    </div>
  );
}
