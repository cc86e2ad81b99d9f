"use client";
import { Check, GitCompare, Play } from "lucide-react";
import Link from "next/link";
import { Button, LinkButton } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { RelativeTime } from "#components/ui/relative-time";
import { StatusGlyph, StatusLabel } from "#components/ui/status-glyph";
import { compareHref } from "../compare/compare-url.ts";
import { Disclosure } from "../runs/values/disclosure";
import { formatCount } from "../ui/format-number.ts";
import { OutputDifference } from "./output-difference";
import { resultGlyphs, resultWords } from "./result-words.ts";
import type { TestResult, WorkflowTest } from "./use-tests.ts";

/** What came of a test on a version, output by output, and the ways on from there. */
export function ResultDetail({
  test,
  version,
  result,
  mayRun,
  mayEdit,
  isStarting,
  onRun,
  onAccept,
}: {
  test: WorkflowTest;
  version: number;
  /** Null where it has not run on this version. */
  result: TestResult | null;
  mayRun: boolean;
  mayEdit: boolean;
  isStarting: boolean;
  onRun: () => void;
  onAccept: () => void;
}) {
  const state = result?.state ?? "not-run";
  const { source } = test;
  const run = result?.run ?? null;
  const isSource = run !== null && run.id === source.runId;
  const isWaiting = state === "running" && run?.status === "waiting";
  return (
    <section aria-label={`${test.name} on version ${version}`} className="grid gap-2.5 py-3 text-xs">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StatusLabel status={resultGlyphs[state]}>
          <span className="font-medium">{resultWords[state]}</span>
        </StatusLabel>
        <span className="text-2">on version {version}</span>
        {result?.judgedAt && (
          <span className="text-3">
            <RelativeTime time={result.judgedAt} />
          </span>
        )}
      </p>
      {isWaiting && <p className="text-2">Its run waits for an answer or a time.</p>}
      {result?.message && <p className="wrap-anywhere text-2">{result.message}</p>}
      {isSource && <p className="text-2">What the test expects comes from this run.</p>}
      {result && !isSource && Object.keys(result.outputs).length > 0 && (
        <ul className="grid gap-1.5">
          {Object.entries(result.outputs).map(([output, verdict]) => (
            <li key={output} className="grid grid-cols-[14px_minmax(0,1fr)] gap-2">
              <StatusGlyph status={resultGlyphs[verdict.state]} className="mt-0.5 self-start" />
              <span className="wrap-anywhere">
                <span className="sr-only">{resultWords[verdict.state]}: </span>
                <span className="mono font-medium">{output}</span>
                <span className="text-2">: {verdict.reason}</span>
              </span>
              {verdict.state === "failed" && run && run.status === "succeeded" && (
                <div className="col-start-2 min-w-0">
                  <Disclosure label={`How ${output} differs`}>
                    {() => <OutputDifference testId={test.id} runId={run.id} output={output} />}
                  </Disclosure>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {run && (
          <LinkButton size="sm">
            <Link href={`/runs/${run.id}`} className="no-underline">
              Open run {formatCount(run.number)}
            </Link>
          </LinkButton>
        )}
        {run && source.runId && !source.item && !isSource && state !== "running" && (
          <LinkButton size="sm">
            <Link href={compareHref(source.runId, run.id)} className="no-underline">
              <Icon icon={GitCompare} size={14} />
              Compare with what is expected
            </Link>
          </LinkButton>
        )}
        {mayRun && state !== "running" && (
          <Button size="sm" icon={Play} isBusy={isStarting} onClick={onRun}>
            {state === "not-run" ? "Run it" : "Run again"}
          </Button>
        )}
        {mayEdit && run?.status === "succeeded" && !isSource && state !== "running" && (
          <Button size="sm" icon={Check} onClick={onAccept}>
            Expect this from now on
          </Button>
        )}
      </div>
      {source.item && (
        <p className="text-3">
          What the test expects is item {formatCount(source.item.index + 1)} of {formatCount(source.item.count)} of “
          {source.item.input}” in run {formatCount(source.runNumber)}.
        </p>
      )}
      {source.runId === null && (
        <p className="text-3">
          Run {formatCount(source.runNumber)}, which gave what is expected, was deleted; the test has kept it.
        </p>
      )}
    </section>
  );
}
