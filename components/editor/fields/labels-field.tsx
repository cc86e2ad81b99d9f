"use client";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { modelRefSchema } from "#graph/model-ref";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { formatQuantity } from "../../ui/format-number.ts";
import { LabelsText } from "./labels-text.tsx";
import { moved, namesIn, repeatedNames } from "./name-list.ts";
import type { FieldProps } from "./field-props.ts";

/** Longer lists are text: a row for each would be slow to draw and to go through. */
const MAX_ROWS = 200;

/** Names in order: typed or pasted, moved with Alt and the arrows, or written as text, one on each line. */
export function LabelsField(props: FieldProps & { offered?: React.ReactNode }) {
  const { field, value, onChange, isReadOnly, offered } = props;
  const names = Array.isArray(value) ? value.map(String) : [];
  const [isText, setText] = useState(false);
  const isLong = names.length > MAX_ROWS;
  const repeated = repeatedNames(names);
  return (
    <div className="grid min-w-0 gap-1.5">
      {isText || isLong ? <LabelsText {...props} /> : <Rows {...props} names={names} />}
      {repeated.length > 0 && (
        <p role="status" className="text-2xs text-warn">
          {repeated
            .slice(0, 3)
            .map(({ name, rows }) => `“${name}” is in rows ${rows.join(", ")}.`)
            .join(" ")}
        </p>
      )}
      {offered}
      {field.name === "labels" && <FromModel {...props} names={names} />}
      {!isReadOnly && (
        <span className="flex items-center gap-2 text-2xs text-3">
          <span className="tabular-nums">{formatQuantity(names.length, "name")}</span>
          {!isLong && (
            <button
              type="button"
              aria-pressed={isText}
              className="ml-auto rounded-1 underline-offset-2 hover:underline"
              onClick={() => setText(!isText)}
            >
              {isText ? "As rows" : "As text"}
            </button>
          )}
          {names.length > 0 && (
            <button
              type="button"
              className={isLong ? "ml-auto rounded-1 hover:underline" : "rounded-1 underline-offset-2 hover:underline"}
              onClick={() => onChange([])}
            >
              Remove all
            </button>
          )}
        </span>
      )}
    </div>
  );
}

function Rows({ field, control, onChange, isReadOnly, names }: FieldProps & { names: string[] }) {
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<number | null>(null);
  const [added, setAdded] = useState("");
  function focusRow(row: number) {
    list.current?.querySelectorAll<HTMLInputElement>("input")[row]?.focus();
  }
  useEffect(() => {
    if (wanted.current === null) return;
    const row = wanted.current;
    wanted.current = null;
    focusRow(row);
  });
  function move(from: number, to: number) {
    wanted.current = Math.min(names.length - 1, Math.max(0, to));
    onChange(moved(names, from, to));
  }
  /** Rows that were emptied go with it. */
  function remove(row: number) {
    onChange(names.filter((name, at) => at !== row && name.trim() !== ""));
  }
  function add(text: string) {
    const more = namesIn(text);
    setAdded("");
    if (more.length > 0) onChange([...names, ...more]);
  }
  function onKeyDown(event: React.KeyboardEvent<HTMLInputElement>, row: number) {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    const isEmptied = event.key === "Backspace" && event.currentTarget.value === "";
    if (step !== 0) {
      if (event.altKey) move(row, row + step);
      else focusRow(row + step);
    } else if (event.key === "Enter") focusRow(names.length);
    else if (isEmptied) {
      wanted.current = Math.max(0, row - 1);
      onChange(names.toSpliced(row, 1));
    } else return;
    event.preventDefault();
  }
  return (
    <ol
      ref={list}
      aria-label={`${field.title}, in order`}
      className="max-h-72 overflow-y-auto rounded-2 border border-control bg-node text-xs focus-within:shadow-(--focus-ring)"
    >
      {names.map((name, row) => (
        <li key={row} className="group/row flex h-[26px] items-center gap-1 pr-0.5 pl-1.5">
          <span aria-hidden className="w-5 shrink-0 text-right text-2xs text-3 tabular-nums">
            {row + 1}
          </span>
          <input
            aria-label={`${field.title}, row ${row + 1}`}
            value={name}
            disabled={isReadOnly}
            spellCheck={false}
            className="h-full w-full min-w-0 rounded-1 bg-transparent px-1 outline-none focus-visible:bg-selected focus-visible:shadow-none!"
            onChange={(event) => onChange(names.with(row, event.target.value))}
            onBlur={({ target, relatedTarget }) => {
              const text = target.value.trim();
              // While one is still in the list its rows stay where they are, or a press would meet the button of another.
              if (text === "" && !list.current?.contains(relatedTarget)) remove(row);
              else if (text !== name) onChange(names.with(row, text));
            }}
            onPaste={(event) => {
              const lines = namesIn(event.clipboardData.getData("text/plain"));
              if (lines.length < 2) return;
              event.preventDefault();
              onChange(names.toSpliced(row + (name === "" ? 0 : 1), name === "" ? 1 : 0, ...lines));
            }}
            onKeyDown={(event) => onKeyDown(event, row)}
          />
          {!isReadOnly && (
            <span className="flex shrink-0 not-group-hover/row:not-group-focus-within/row:sr-only">
              <IconButton
                icon={ArrowUp}
                size="sm"
                label={`Move ${name} up`}
                disabled={row === 0}
                onClick={() => move(row, row - 1)}
              />
              <IconButton
                icon={ArrowDown}
                size="sm"
                label={`Move ${name} down`}
                disabled={row === names.length - 1}
                onClick={() => move(row, row + 1)}
              />
              <IconButton icon={X} size="sm" label={`Remove ${name}`} onClick={() => remove(row)} />
            </span>
          )}
        </li>
      ))}
      {!isReadOnly && (
        <li className="flex h-[26px] items-center gap-1 pr-1 pl-1.5">
          <Icon icon={Plus} size={12} className="w-5 shrink-0 justify-self-end text-3" />
          <input
            {...control}
            value={added}
            spellCheck={false}
            placeholder="Type or paste, one on each line"
            className="h-full w-full min-w-0 rounded-1 bg-transparent px-1 outline-none focus-visible:shadow-none!"
            onChange={(event) => setAdded(event.target.value)}
            onBlur={() => add(added)}
            onPaste={(event) => {
              const text = event.clipboardData.getData("text/plain");
              if (namesIn(text).length < 2) return;
              event.preventDefault();
              add(`${added}${text}`);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") add(added);
              else if (event.key === "ArrowUp") focusRow(names.length - 1);
              else return;
              event.preventDefault();
            }}
          />
        </li>
      )}
    </ol>
  );
}

/** The names that came with the node's model: they count where none are given, and can be taken to be changed. */
function FromModel({ params, onChange, isReadOnly, names }: FieldProps & { names: string[] }) {
  const model = modelRefSchema.safeParse(params.model);
  const labels = (model.success && model.data.labels) || [];
  if (labels.length === 0) return null;
  if (names.length === 0) {
    const some = labels.slice(0, 3).join(", ");
    return (
      <span className="grid justify-items-start gap-1 text-2xs text-3">
        Those of the model count: {some}
        {labels.length > 3 && ` and ${labels.length - 3} more`}.
        {!isReadOnly && (
          <Button size="sm" onClick={() => onChange([...labels])}>
            Take them to change them
          </Button>
        )}
      </span>
    );
  }
  return names.length === labels.length ? null : (
    <span role="status" className="text-2xs text-warn">
      The model came with {formatQuantity(labels.length, "label")}, here are {names.length}.
    </span>
  );
}
