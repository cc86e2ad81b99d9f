"use client";
import { useMemo } from "react";
import { fillTemplate } from "#nodes/fill-template";
import { parseTemplate } from "#nodes/parse-template";
import { CodeField } from "../code/code-field.tsx";
import type { Completions } from "../code/complete-expression.ts";
import { PreviewLine } from "../preview/preview-line.tsx";
import { useScope } from "../preview/use-scope.ts";
import type { FieldProps } from "./field-props.ts";

/** Code in the language that the definition names. */
export function CodeParamField(props: FieldProps) {
  const { field, value, onChange, control, isReadOnly } = props;
  if (field.language === "template") return <TemplateField {...props} />;
  return (
    <CodeField
      language={field.language ?? "javascript"}
      label={field.title}
      value={typeof value === "string" ? value : ""}
      control={control}
      isReadOnly={isReadOnly}
      diagnostics={noDiagnostics}
      onChange={onChange}
    />
  );
}

const noDiagnostics: never[] = [];

/** Text with `{{names}}`, each an input of the node; below it the text with the values of the last run. */
function TemplateField({ field, value, onChange, control, isReadOnly, nodeId }: FieldProps) {
  const template = typeof value === "string" ? value : "";
  const scope = useScope(nodeId, "inputs");
  const { names, faults } = useMemo(() => parseTemplate(template), [template]);
  const missing = names.map((name) => scope.missing[name]).find((message) => message !== undefined);
  const text = useMemo(() => {
    const values = Object.entries(scope.values).map(([name, json]) => [name, { kind: "json", value: json } as const]);
    return fillTemplate(template, Object.fromEntries(values));
  }, [scope.values, template]);
  const diagnostics = useMemo(
    () => faults.map(({ at, length, message }) => ({ from: at, to: at + length, message })),
    [faults],
  );
  return (
    <div className="grid min-w-0 gap-1">
      <CodeField
        language="template"
        label={field.title}
        value={template}
        control={control}
        isReadOnly={isReadOnly}
        diagnostics={diagnostics}
        onChange={onChange}
        complete={(before) => completeName(before, scope.names)}
      />
      {names.length > 0 && (
        <PreviewLine
          scope={scope}
          problem={missing ?? null}
          label={field.title}
          result={scope.isReady ? { kind: "value", value: text } : null}
        />
      )}
    </div>
  );
}

/** Within braces that are open, the names that the template has already. */
function completeName(before: string, names: readonly { name: string; detail: string }[]): Completions | null {
  const partial = /\{\{\s*([\w-]*)$/.exec(before)?.[1];
  if (partial === undefined || names.length === 0) return null;
  return {
    from: before.length - partial.length,
    options: names.map(({ name, detail }) => ({ label: name, detail, kind: "variable" })),
  };
}
