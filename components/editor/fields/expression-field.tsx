"use client";
import { useMemo } from "react";
import type { JsonObject } from "#graph/json";
import { completeExpression } from "../code/complete-expression.ts";
import { CodeField } from "../code/code-field.tsx";
import { PreviewLine } from "../preview/preview-line.tsx";
import { useEvaluation } from "../preview/use-evaluation.ts";
import { useScope } from "../preview/use-scope.ts";
import type { FieldProps } from "./field-props.ts";

/** A JavaScript expression over what arrives at the node, with what it gives for the values of the last run. */
export function ExpressionField({ field, value, onChange, control, isReadOnly, nodeId }: FieldProps) {
  const expression = typeof value === "string" ? value : "";
  const scope = useScope(nodeId, field.scope ?? "inputs");
  const usedAndMissing = Object.entries(scope.missing).find(([name]) => mentions(expression, name))?.[1];
  const values = useMemo(
    (): JsonObject => (field.scope === "outputs" ? { ...scope.values, outputs: scope.values } : scope.values),
    [field.scope, scope.values],
  );
  const evaluation = useEvaluation(expression, scope.isReady && usedAndMissing === undefined ? values : null);
  const diagnostics = useMemo(() => {
    if (evaluation?.kind !== "failed" || !evaluation.place) return [];
    const { line, column } = evaluation.place;
    const before = expression.split("\n").slice(0, line - 1);
    const from = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
    const word = /^[\w$]+/.exec(expression.slice(from))?.[0].length ?? 1;
    return [{ from, to: from + word, message: evaluation.message }];
  }, [evaluation, expression]);
  return (
    <div className="grid min-w-0 gap-1">
      <CodeField
        language="javascript"
        label={field.title}
        value={expression}
        control={control}
        isReadOnly={isReadOnly}
        diagnostics={diagnostics}
        onChange={onChange}
        complete={(before, isAsked) => completeExpression(before, { names: scope.names, values, isAsked })}
      />
      {expression.trim() !== "" && (
        <PreviewLine scope={scope} problem={usedAndMissing ?? null} label={field.title} result={evaluation} />
      )}
    </div>
  );
}

function mentions(expression: string, name: string): boolean {
  return new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(expression);
}
