"use client";
import { Fragment, useState } from "react";
import { StatusGlyph } from "#components/ui/status-glyph";
import { classes } from "../ui/classes.ts";
import { resultGlyphs, resultWords } from "./result-words.ts";
import { TestMenu } from "./test-menu.tsx";
import type { TestList, TestResult, WorkflowTest } from "./use-tests.ts";

type TestPlace = { testId: string; version: number };

/** Tests in rows, versions in columns, the newest first; what lies at a place opens below its row. */
export function TestsMatrix({
  list: { tests, versions, newestVersion },
  mayEdit,
  onChange,
  onRemove,
  children,
}: {
  list: TestList;
  mayEdit: boolean;
  onChange: (test: WorkflowTest) => void;
  onRemove: (test: WorkflowTest) => void;
  /** What is shown of a place. */
  children: (place: { test: WorkflowTest; version: number; result: TestResult | null }) => React.ReactNode;
}) {
  const [open, setOpen] = useState<TestPlace | null>(null);
  return (
    <div className="@container overflow-x-auto rounded-3 border border-line bg-node">
      <table className="w-full text-xs">
        <thead>
          <tr className="h-[30px] border-b border-line text-left text-3">
            <th scope="col" className="sticky left-0 min-w-40 bg-node pr-3 pl-4 font-medium">
              Test
            </th>
            {versions.map(({ number, name }) => (
              <th
                key={number}
                scope="col"
                className="w-12 max-w-24 truncate px-2 text-center font-medium tabular-nums"
                title={name ?? undefined}
              >
                <span aria-hidden>v{number}</span>
                <span className="sr-only">
                  Version {number}
                  {name !== null && `, ${name}`}
                  {number === newestVersion && ", the newest"}
                </span>
              </th>
            ))}
            <th scope="col" className="w-10">
              <span className="sr-only">Menu</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tests.map((test) => {
            const opened = open?.testId === test.id ? open.version : null;
            return (
              <Fragment key={test.id}>
                <tr className="border-b border-line last:border-0">
                  <th scope="row" className="sticky left-0 max-w-60 bg-node py-1.5 pr-3 pl-4 text-left font-medium">
                    <span className="line-clamp-2 wrap-anywhere text-sm">{test.name}</span>
                  </th>
                  {versions.map(({ number }) => (
                    <td key={number} className="px-1 text-center">
                      <ResultButton
                        name={test.name}
                        version={number}
                        state={resultOf(test, number)?.state ?? "not-run"}
                        isOpen={opened === number}
                        onToggle={() => setOpen(opened === number ? null : { testId: test.id, version: number })}
                      />
                    </td>
                  ))}
                  <td className="pr-1.5 text-right">
                    {mayEdit && (
                      <TestMenu test={test} onChange={() => onChange(test)} onRemove={() => onRemove(test)} />
                    )}
                  </td>
                </tr>
                {opened !== null && (
                  <tr className="border-b border-line bg-sunken last:border-0">
                    <td colSpan={versions.length + 2} className="px-4">
                      {/* In sight wherever the columns are scrolled to. */}
                      <div className="sticky left-4 max-w-[calc(100cqw-2rem)]">
                        {children({ test, version: opened, result: resultOf(test, opened) })}
                      </div>
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function resultOf({ results }: WorkflowTest, number: number): TestResult | null {
  return results.find(({ version }) => version === number) ?? null;
}

function ResultButton({
  name,
  version,
  state,
  isOpen,
  onToggle,
}: {
  name: string;
  version: number;
  state: keyof typeof resultWords;
  isOpen: boolean;
  onToggle: () => void;
}) {
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-label={`${name} on version ${version}: ${resultWords[state]}`}
      title={resultWords[state]}
      className={classes(
        "inline-grid size-8 place-items-center rounded-2 hover:bg-hover aria-expanded:bg-selected",
        state === "not-run" && "text-3",
      )}
      onClick={onToggle}
    >
      <StatusGlyph status={resultGlyphs[state]} size={16} />
    </button>
  );
}
