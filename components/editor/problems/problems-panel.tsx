"use client";
import { Check, TriangleAlert, X } from "lucide-react";
import { useStore } from "zustand";
import type { Problem } from "#graph/problems";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { StatusGlyph } from "#components/ui/status-glyph";
import { formatQuantity } from "../../ui/format-number.ts";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import { goToNode } from "../canvas/canvas-work.ts";
import { cardOf } from "../nodes/card-of.ts";
import { useTools } from "../editor-tools.ts";
import { failuresOf } from "./failures-of.ts";
import { FixButtons } from "./fix-buttons.tsx";
import { fixesFor } from "./fixes.ts";

/** All that keeps the workflow from running and all that failed in the last run; a row goes to its node. */
export function ProblemsPanel() {
  const { ui } = useTools();
  const isOpen = useStore(ui, (state) => state.areProblemsOpen);
  const problems = useEditor((state) => state.problems);
  const run = useRun((state) => state.run);
  const graph = useEditor((state) => state.graph);
  if (!isOpen) return null;
  const failures = failuresOf(run, graph);
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  return (
    <section
      aria-label="Problems"
      className="absolute bottom-3 left-3 z-10 flex max-h-[min(320px,50%)] w-[420px] max-w-[calc(100%-24px)] flex-col rounded-3 border border-line bg-panel text-xs shadow-2"
    >
      <header className="flex h-[34px] shrink-0 items-center gap-1.5 border-b border-line pr-1 pl-2.5">
        <Icon icon={TriangleAlert} size={14} />
        <h3>Problems</h3>
        {errors.length > 0 && <Badge status="failed">{formatQuantity(errors.length, "error")}</Badge>}
        {warnings.length > 0 && <Badge status="warned">{formatQuantity(warnings.length, "warning")}</Badge>}
        {failures.length > 0 && <Badge status="failed">{failures.length} in the last run</Badge>}
        <IconButton
          icon={X}
          size="sm"
          label="Close"
          className="ml-auto"
          onClick={() => ui.setState({ areProblemsOpen: false })}
        />
      </header>
      <ul className="min-h-0 divide-y divide-(--border) overflow-y-auto">
        {[...failures, ...errors, ...warnings].map((problem, index) => (
          <ProblemRow key={index} problem={problem} />
        ))}
        {failures.length + problems.length === 0 && (
          <li className="flex min-h-[34px] items-center gap-2 px-2.5 text-2">
            <Icon icon={Check} size={14} />
            Nothing is wrong: the workflow can run.
          </li>
        )}
      </ul>
    </section>
  );
}

function ProblemRow({ problem }: { problem: Problem }) {
  const tools = useTools();
  const { nodeId, edgeId } = problem;
  const title = useEditor(({ graph, library }) => (nodeId ? cardOf(graph, library, nodeId)?.title : undefined));
  function go() {
    if (nodeId) goToNode(tools, nodeId);
    else if (edgeId) tools.editor.getState().select([edgeId]);
    if (nodeId && problem.param) tools.ui.setState({ isInspectorOpen: true });
  }
  return (
    <li className="flex items-start gap-1">
      <button
        type="button"
        className="flex min-h-[34px] min-w-0 flex-1 items-start gap-2 px-2.5 py-2 text-left hover:bg-hover"
        onClick={go}
      >
        <StatusGlyph status={problem.severity === "error" ? "failed" : "warned"} className="mt-px" />
        <span>
          {title && <strong className="mr-1 font-strong">{title}</strong>}
          {problem.message}
        </span>
      </button>
      {nodeId && (
        <FixButtons
          fault={{ ...problem, nodeId }}
          fixesOf={(fault) => fixesFor(tools, fault)}
          className="max-w-[45%] justify-end p-1.5"
        />
      )}
    </li>
  );
}
