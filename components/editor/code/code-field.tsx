"use client";
import { lazy, Suspense, useRef } from "react";
import type { SyntheticEvent } from "react";
import { classes } from "../../ui/classes.ts";
import type { CodeEditorProps, Marked } from "./code-editor-props.ts";

/** Where the editor cannot be loaded, as without a connection, the plain field stays. */
const CodeEditor = lazy(async () => ({
  default: await import("./code-editor.tsx").then(
    (editor) => editor.CodeEditor,
    () => PlainField,
  ),
}));

/** A code editor in the frame of a field. Until it has loaded, a plain field with the same text takes its place. */
export function CodeField({ className, ...props }: CodeEditorProps & { className?: string }) {
  const marked = useRef<Marked | null>(null);
  const { control, isReadOnly } = props;
  return (
    <div
      data-invalid={control["aria-invalid"] || undefined}
      className={classes(
        "min-w-0 cursor-text rounded-2 border border-control bg-node focus-within:shadow-(--focus-ring) data-invalid:border-danger [&_.cm-content:focus-visible]:shadow-none",
        isReadOnly && "bg-sunken",
        className,
      )}
    >
      <Suspense fallback={<PlainField {...props} onMark={(at) => (marked.current = at)} />}>
        <CodeEditor {...props} marked={marked} />
      </Suspense>
    </div>
  );
}

type PlainFieldProps = CodeEditorProps & { onMark?: (marked: Marked | null) => void };

function PlainField({ value, onChange, control, isReadOnly, label, onMark }: PlainFieldProps) {
  const mark = ({ currentTarget: { selectionStart: from, selectionEnd: to } }: SyntheticEvent<HTMLTextAreaElement>) =>
    onMark?.({ from, to });
  return (
    <textarea
      {...control}
      aria-label={label}
      value={value}
      readOnly={isReadOnly}
      spellCheck={false}
      className="mono block w-full resize-none bg-transparent px-1.5 py-[3px] text-xs leading-[18px] outline-none field-sizing-content max-h-80 focus-visible:shadow-none!"
      onFocus={mark}
      onSelect={mark}
      onBlur={() => onMark?.(null)}
      onChange={(event) => {
        mark(event);
        onChange(event.target.value);
      }}
    />
  );
}
