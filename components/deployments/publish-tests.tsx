"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useMay } from "#components/shell/session-context";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { StatusGlyph, StatusLabel } from "#components/ui/status-glyph";
import { formatCount, formatQuantity } from "../ui/format-number.ts";
import { resultGlyphs, resultWords } from "../workflow-tests/result-words.ts";

type Standing = RouterOutputs["deployments"]["preview"]["tests"];

const ASK_EVERY_MS = 1_000;
const MOST_NAMED = 5;

/** How the tests stand on the version that is to be published: a warning with names where one has not passed, and the way to run them. */
export function PublishTests({ workflowId, version, tests }: { workflowId: string; version: number; tests: Standing }) {
  const trpc = useTRPC();
  const mayRun = useMay("runner");
  const queryClient = useQueryClient();
  const run = useMutation(
    trpc.workflowTests.run.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.workflowTests.pathFilter()),
    }),
  );
  const { data: standing } = useQuery(
    trpc.workflowTests.standing.queryOptions(
      { workflowId, version },
      {
        initialData: tests,
        refetchInterval: ({ state }) =>
          state.data?.notPassed.some((test) => test.state === "running") ? ASK_EVERY_MS : false,
      },
    ),
  );
  const { total, notPassed } = standing;
  if (total === 0) return null;
  if (notPassed.length === 0) {
    return (
      <section aria-label="Tests">
        <StatusLabel status="succeeded">
          {total === 1 ? "The test passed on this version." : `All ${formatCount(total)} tests passed on this version.`}
        </StatusLabel>
      </section>
    );
  }
  const isRunning = notPassed.some(({ state }) => state === "running");
  return (
    <section
      aria-label="Tests"
      data-status="warned"
      className="grid gap-2 rounded-3 border border-line bg-state-soft p-3 text-xs"
    >
      <h3 className="flex items-center gap-2 text-sm font-medium">
        <StatusGlyph status="warned" />
        {formatCount(notPassed.length)} of {formatQuantity(total, "test")} not passed on this version
      </h3>
      <ul className="grid gap-1.5">
        {notPassed.slice(0, MOST_NAMED).map(({ testId, name, state, reason }) => (
          <li key={testId} className="grid grid-cols-[14px_minmax(0,1fr)] gap-2">
            <StatusGlyph status={resultGlyphs[state]} className="mt-0.5 self-start" />
            <span className="line-clamp-3 wrap-anywhere">
              <span className="font-medium">{name}</span>
              <span className="text-2">
                : {resultWords[state].toLowerCase()}
                {reason && `, ${reason}`}
              </span>
            </span>
          </li>
        ))}
        {notPassed.length > MOST_NAMED && (
          <li className="text-2">and {formatQuantity(notPassed.length - MOST_NAMED, "more test")}</li>
        )}
      </ul>
      {mayRun && (
        <Button
          size="sm"
          icon={Play}
          className="justify-self-start"
          isBusy={run.isPending || isRunning}
          onClick={() => run.mutate({ workflowId, version, testIds: notPassed.map(({ testId }) => testId) })}
        >
          {notPassed.some(({ state }) => state === "not-run") ? "Run them first" : "Run them again"}
        </Button>
      )}
      {(run.error ?? run.data?.held) && (
        <p role="alert" className="wrap-anywhere text-danger">
          {run.error?.message ?? run.data?.held}
        </p>
      )}
      <p className="text-2">You may publish it all the same.</p>
    </section>
  );
}
