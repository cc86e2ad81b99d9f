"use client";
import { useEffect, useRef, useState } from "react";
import type { ComponentType, RefObject } from "react";
import { classes } from "../../ui/classes.ts";
import type { CodeEditorProps } from "./code-editor-props.ts";

type Editor = ComponentType<CodeEditorProps & { focused: RefObject<boolean> }>;
let loaded: Editor | null = null;

/** The editor, once it has come. Where it cannot be loaded, as without a connection, the next field asks again. */
function useCodeEditor(): Editor | null {
  const [editor, setEditor] = useState<Editor | null>(() => loaded);
  useEffect(() => {
    if (loaded) return;
    let isGone = false;
    import("./code-editor.tsx").then(
      ({ CodeEditor }) => {
        loaded = CodeEditor;
        if (!isGone) setEditor(() => CodeEditor);
      },
      () => {},
    );
    return () => void (isGone = true);
  }, []);
  return editor;
}

/** A code editor in the frame of a field. Until it has loaded, a plain field with the same text takes its place. */
export function CodeField({ className, ...props }: CodeEditorProps & { className?: string }) {
  const focused = useRef(false);
  const { value, onChange, control, isReadOnly, label } = props;
  const CodeEditor = useCodeEditor();
  return (
    <div
      data-invalid={control["aria-invalid"] || undefined}
      className={classes(
        "min-w-0 cursor-text rounded-2 border border-control bg-node focus-within:shadow-(--focus-ring) data-invalid:border-danger [&_.cm-content:focus-visible]:shadow-none",
        isReadOnly && "bg-sunken",
        className,
      )}
    >
      {CodeEditor ? (
        <CodeEditor {...props} focused={focused} />
      ) : (
        <textarea
          {...control}
          aria-label={label}
          value={value}
          readOnly={isReadOnly}
          spellCheck={false}
          className="mono block w-full resize-none bg-transparent px-1.5 py-[3px] text-xs leading-[18px] outline-none field-sizing-content max-h-80 focus-visible:shadow-none!"
          onFocus={() => (focused.current = true)}
          onBlur={() => (focused.current = false)}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  );
}
