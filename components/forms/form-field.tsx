"use client";
import { RotateCcw } from "lucide-react";
import { useId } from "react";
import { Badge } from "#components/ui/badge";
import type { ControlProps } from "#components/ui/field";
import { PortGlyph } from "#components/ui/port-glyph";
import { Switch } from "#components/ui/switch";
import { TextArea } from "#components/ui/text-input";
import type { JsonValue } from "#graph/json";
import type { WorkflowInput } from "#graph/workflow-interface";
import { ModelField } from "../editor/fields/model-field.tsx";
import { filesOf } from "../editor/dropping/files-of.ts";
import { classes } from "../ui/classes.ts";
import { formatQuantity } from "../ui/format-number.ts";
import { ChoiceControl, NumberControl, SliderControl } from "./limited-controls.tsx";
import { FileControl } from "./file-control";
import { controlOf, type Draft, textOf } from "./form-draft.ts";

/** One input of the workflow: its name, what it is for, the control that its kind has, and the way back to its sample. */
export function FormField({
  input,
  draft,
  error,
  onChange,
}: {
  input: WorkflowInput;
  draft: Draft | undefined;
  error: string | undefined;
  /** `null` goes back to the sample. */
  onChange: (draft: Draft | null) => void;
}) {
  const id = useId();
  const { name, kind, isList, sample, description } = input;
  const isSample = draft === undefined && sample !== undefined;
  const notes = [description !== undefined && `${id}-help`, error !== undefined && `${id}-error`].filter(Boolean);
  const control: ControlProps = {
    id,
    "aria-describedby": notes.length > 0 ? notes.join(" ") : undefined,
    "aria-invalid": error === undefined ? undefined : true,
  };
  const shown = draft === undefined ? sample : "value" in draft ? draft.value : undefined;
  return (
    <div data-field={name} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <div className="flex min-h-6 min-w-0 items-center gap-2 [--port-back:var(--surface-canvas)]">
        <PortGlyph kind={kind} state={isList ? "list" : "connected"} />
        <label htmlFor={id} className="min-w-0 truncate font-medium first-letter:uppercase">
          {name}
        </label>
        {isSample && <Badge isOutlined>Sample</Badge>}
        <span className="ml-auto flex shrink-0 items-center gap-2 text-xs text-3">
          {isList && Array.isArray(shown) && (
            <span className="tabular-nums">{formatQuantity(shown.length, "item")}</span>
          )}
          {draft !== undefined && sample !== undefined && (
            <button
              type="button"
              className="flex min-h-6 items-center gap-1 rounded-2 px-1 text-2 hover:text-1 pointer-coarse:min-h-9"
              onClick={() => onChange(null)}
            >
              <RotateCcw aria-hidden size={12} />
              Use the sample again
              <span className="sr-only"> for {name}</span>
            </button>
          )}
        </span>
      </div>
      {description !== undefined && (
        <p id={`${id}-help`} className="whitespace-pre-line wrap-anywhere text-xs text-2">
          {description}
        </p>
      )}
      <Control input={input} draft={draft} shown={shown} isSample={isSample} onChange={onChange} control={control} />
      {error !== undefined && (
        <p id={`${id}-error`} className="wrap-anywhere text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

function Control({
  input,
  draft,
  shown,
  isSample,
  onChange,
  control,
}: {
  input: WorkflowInput;
  draft: Draft | undefined;
  shown: JsonValue | undefined;
  isSample: boolean;
  onChange: (draft: Draft | null) => void;
  control: ControlProps;
}) {
  const { name, kind, isList } = input;
  const text = draft && "text" in draft ? draft.text : textOf(input, shown);
  // Of a sample one sees that it is none of one's own.
  const look = isSample ? "text-2" : undefined;
  const files = filesOf(shown);
  const fileControl = (own: ControlProps) => (
    <FileControl
      kind={kind}
      isList={isList}
      name={name}
      files={files}
      isSample={isSample}
      control={own}
      onChange={(next) => onChange(next.length === 0 ? null : { value: isList ? next : next[0]! })}
    />
  );
  switch (controlOf(input)) {
    case "files":
      return fileControl(control);
    case "tensor":
      return (
        <div className="grid gap-2">
          {files.length === 0 && <CodeArea control={control} text={text} look={look} onChange={onChange} />}
          {fileControl(files.length === 0 ? { ...control, id: `${control.id}-file` } : control)}
        </div>
      );
    case "model":
      return (
        <ModelField
          value={shown}
          isReadOnly={false}
          control={control}
          onChange={(value) => onChange(value === undefined ? null : { value })}
        />
      );
    case "switch":
      return (
        <span className="flex h-lg items-center gap-2 text-2">
          <Switch {...control} isOn={shown === true} onChange={(value) => onChange({ value })} />
          {shown === true ? "On" : "Off"}
        </span>
      );
    case "choice":
      return <ChoiceControl input={input} shown={shown} control={control} onChange={onChange} />;
    case "slider":
      return <SliderControl input={input} text={text} look={look} control={control} onChange={onChange} />;
    case "number":
      return <NumberControl unit={input.unit} text={text} look={look} control={control} onChange={onChange} />;
    case "text":
    case "lines":
      return (
        <>
          <TextArea
            {...control}
            dir="auto"
            rows={controlOf(input) === "lines" ? 3 : 1}
            className={classes(
              "field-sizing-content max-h-80 min-h-(--control-lg) resize-y py-2 text-md leading-read",
              look,
            )}
            value={text}
            onChange={(event) => onChange({ text: event.target.value })}
          />
          {controlOf(input) === "lines" && <p className="text-xs text-3">One on each line.</p>}
        </>
      );
    case "json":
      return <CodeArea control={control} text={text} look={look} onChange={onChange} />;
  }
}

function CodeArea({
  control,
  text,
  look,
  onChange,
}: {
  control: ControlProps;
  text: string;
  look: string | undefined;
  onChange: (draft: Draft) => void;
}) {
  return (
    <TextArea
      {...control}
      spellCheck={false}
      autoCapitalize="off"
      rows={2}
      className={classes("mono field-sizing-content max-h-80 resize-y text-xs leading-normal", look)}
      value={text}
      onChange={(event) => onChange({ text: event.target.value })}
    />
  );
}
