"use client";
import { RotateCcw } from "lucide-react";
import { useId } from "react";
import { setParams } from "#graph/commands/update-records";
import type { JsonObject, JsonValue } from "#graph/json";
import { IconButton } from "#components/ui/icon-button";
import { Tooltip } from "#components/ui/tooltip";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import { SegmentedField, SelectField, SwitchField } from "../fields/choice-fields.tsx";
import { ColourField } from "../fields/colour-field.tsx";
import { ColumnField } from "../fields/column-field.tsx";
import { ColumnsField } from "../fields/columns-field.tsx";
import { ExpressionField } from "../fields/expression-field.tsx";
import type { FieldProps } from "../fields/field-props.ts";
import { FileField } from "../fields/file-field.tsx";
import { JsonField } from "../fields/json-field.tsx";
import { LabelsField } from "../fields/labels-field.tsx";
import { ModelField } from "../fields/model-field.tsx";
import { NumberField, SliderField } from "../fields/number-field.tsx";
import { PairsField } from "../fields/pairs-field.tsx";
import { SecretField } from "../fields/secret-field.tsx";
import { TextAreaField, TextField } from "../fields/text-fields.tsx";
import { CodeParamField } from "../fields/code-param-field.tsx";
import { RegionField } from "../fields/region-field.tsx";
import { ValueField } from "../fields/value-field.tsx";
import { WorkflowField } from "../fields/workflow-field.tsx";
import { paramValue } from "./param-form.ts";
import type { ParamField } from "./param-form.ts";

const widgets: Record<ParamField["widget"], (props: FieldProps) => React.ReactNode> = {
  number: NumberField,
  slider: SliderField,
  text: TextField,
  textarea: TextAreaField,
  switch: SwitchField,
  select: SelectField,
  segmented: SegmentedField,
  colour: ColourField,
  "model-picker": ModelField,
  "workflow-picker": WorkflowField,
  "secret-picker": SecretField,
  pairs: PairsField,
  "file-picker": FileField,
  "image-picker": FileField,
  expression: ExpressionField,
  code: CodeParamField,
  labels: LabelsField,
  column: ColumnField,
  columns: ColumnsField,
  region: RegionField,
  json: JsonField,
  value: ValueField,
};
/** These need the panel's whole width. */
const tall = new Set<ParamField["widget"]>([
  "textarea",
  "expression",
  "code",
  "labels",
  "columns",
  "region",
  "file-picker",
  "pairs",
  "image-picker",
  "workflow-picker",
  "value",
  "json",
]);

/** One param of the chosen node: its label, its widget, what is wrong with it, and the way back to its default. */
export function ParamRow({ nodeId, field, params }: { nodeId: string; field: ParamField; params: JsonObject }) {
  const { editor, mayEdit } = useTools();
  const id = useId();
  const problem = useEditor(({ problems, hasTriedToRun }) => {
    const found = problems.find((one) => one.nodeId === nodeId && one.param === field.name);
    // What was never set is a hint until a person tries to run; what was set wrongly is said at once.
    return found && (hasTriedToRun || field.name in params) ? found.message : undefined;
  });
  const failure = useRun(({ run }) => {
    const found = run?.nodes[nodeId]?.failure;
    return found?.param === field.name ? found.message : undefined;
  });
  const value = paramValue(field, params);
  const isChanged =
    field.name in params &&
    field.default !== undefined &&
    JSON.stringify(params[field.name]) !== JSON.stringify(field.default);
  const error = problem ?? failure;
  const note = error ?? field.description;
  const noteId = `${id}-note`;
  const isTall = tall.has(field.widget) && !(field.widget === "json" && isShort(value));
  function change(next: JsonValue | undefined) {
    const { graph, apply } = editor.getState();
    apply(setParams(graph, { nodeId, params: { [field.name]: next } }), {
      label: `Change ${field.title}`,
      mergeKey: `${nodeId}.${field.name}`,
    });
  }
  const Widget = widgets[field.widget];
  return (
    <div
      data-param={field.name}
      className={
        isTall ? "group grid gap-1.5" : "group grid grid-cols-[92px_minmax(0,1fr)] items-start gap-x-2 gap-y-1"
      }
    >
      <div className="flex min-h-(--control-sm) min-w-0 items-center gap-1">
        <Tooltip content={field.description ?? field.title} side="left">
          {/* The content of a code editor is no control, which a label would give the focus to. */}
          <label
            htmlFor={id}
            onClick={() => document.getElementById(id)?.focus()}
            className="line-clamp-2 text-xs leading-4 text-2"
          >
            {field.title}
          </label>
        </Tooltip>
        {isChanged && mayEdit && (
          <IconButton
            icon={RotateCcw}
            size="sm"
            label={`${field.title} back to the default`}
            className="ml-auto not-focus-visible:not-group-hover:sr-only"
            onClick={() => change(undefined)}
          />
        )}
      </div>
      <div className="grid min-w-0 gap-1">
        <Widget
          field={field}
          value={value}
          params={params}
          nodeId={nodeId}
          isReadOnly={!mayEdit}
          onChange={change}
          control={{ id, "aria-describedby": note ? noteId : undefined, "aria-invalid": error ? true : undefined }}
        />
        {note && (
          <p id={noteId} role={error ? "alert" : undefined} className={error ? "text-2xs text-danger" : "sr-only"}>
            {note}
          </p>
        )}
      </div>
    </div>
  );
}

function isShort(value: JsonValue | undefined): boolean {
  return value === undefined || JSON.stringify(value).length <= 24;
}
