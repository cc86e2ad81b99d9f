"use client";
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { bracketMatching, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, Transaction } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { Decoration, EditorView, keymap, MatchDecorator, placeholder, tooltips, ViewPlugin } from "@codemirror/view";
import type { DecorationSet, ViewUpdate } from "@codemirror/view";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { CodeLanguage } from "#graph/define-node";
import type { CodeEditorProps } from "./code-editor-props.ts";
import { replacementFor } from "./replacement-for.ts";
import { codeColours, codeTheme } from "./code-theme.ts";

/** Marks what came from outside, so that it is not told back. */
const fromOutside = Annotation.define<boolean>();

/**
 * A text field for code: colours, brackets, completion, the places of mistakes. Tab leaves it, as it does any field. Loaded by
 * itself, when the first such field shows.
 */
export function CodeEditor(props: CodeEditorProps) {
  const { value, language, control, label, isReadOnly, diagnostics } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  // Before anything is painted: a key that is pressed while nothing has the focus is lost, or means something else.
  useLayoutEffect(() => {
    const { value: doc, placeholder: hint, language: at, marked } = latest.current;
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc,
        extensions: [
          history(),
          // Ctrl+Enter runs the workflow, here too.
          keymap.of([...completionKeymap, ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"), ...historyKeymap]),
          languages[at],
          bracketMatching(),
          syntaxHighlighting(codeColours),
          codeTheme,
          EditorView.lineWrapping,
          // In the page, not in the panel, which would cut them off.
          tooltips({ parent: document.body, position: "fixed" }),
          placeholder(hint ?? ""),
          autocompletion({
            override: [(context) => completionsAt(context, latest.current.complete)],
            icons: false,
            // A word and Enter, however fast, takes what is offered.
            interactionDelay: 0,
          }),
          attributes.of([]),
          access.of([]),
          EditorView.updateListener.of(({ docChanged, transactions, state, focusChanged, view: changed }) => {
            const isOwn = !transactions.some((transaction) => transaction.annotation(fromOutside));
            if (docChanged && isOwn) latest.current.onChange(state.doc.toString());
            if (focusChanged && !changed.hasFocus) latest.current.onBlur?.();
          }),
        ],
      }),
    });
    view.current = editor;
    if (marked?.current) {
      const { length } = editor.state.doc;
      const { from, to } = marked.current;
      editor.dispatch({ selection: { anchor: Math.min(from, length), head: Math.min(to, length) } });
      editor.focus();
    }
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current!;
    const shown = editor.state.doc.toString();
    const wanted = value.replace(/\r\n?/g, "\n");
    if (shown === wanted) return;
    // Only what differs, and no step of the field's own undo: that takes back what was typed here, not what others did.
    editor.dispatch({
      changes: replacementFor(shown, wanted),
      annotations: [fromOutside.of(true), Transaction.addToHistory.of(false)],
    });
  }, [value]);

  const describedBy = control["aria-describedby"];
  const isInvalid = control["aria-invalid"] === true;
  useEffect(() => {
    view.current!.dispatch({
      effects: [
        attributes.reconfigure(
          EditorView.contentAttributes.of({
            id: control.id,
            "aria-label": label,
            "aria-invalid": String(isInvalid),
            "aria-readonly": String(isReadOnly),
            ...(describedBy !== undefined && { "aria-describedby": describedBy }),
            spellcheck: language === "template" ? "true" : "false",
            autocapitalize: "off",
          }),
        ),
        access.reconfigure([EditorState.readOnly.of(isReadOnly), EditorView.editable.of(!isReadOnly)]),
      ],
    });
  }, [control.id, describedBy, isInvalid, isReadOnly, label, language]);

  useEffect(() => {
    const editor = view.current!;
    const { doc } = editor.state;
    const found = diagnostics.map(({ from, to, message }) => {
      const start = Math.min(from, doc.length);
      return { from: start, to: Math.min(Math.max(to, start), doc.length), message, severity: "error" as const };
    });
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [diagnostics]);

  return <div ref={host} className="min-h-[24px] max-h-80 overflow-y-auto" />;
}

const attributes = new Compartment();
const access = new Compartment();

const placeholders = new MatchDecorator({
  regexp: /(?<!\\)(?:\\\\)*\{\{\s*[A-Za-z_][\w-]*\s*\}\}/g,
  decoration: Decoration.mark({ class: "cm-placeholder-name" }),
});
/** The `{{names}}` of a template, each of which is an input. */
const placeholderMarks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = placeholders.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = placeholders.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const languages: Record<CodeLanguage, Extension> = {
  javascript: javascript(),
  json: json(),
  template: placeholderMarks,
};

function completionsAt(context: CompletionContext, complete: CodeEditorProps["complete"]): CompletionResult | null {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1).name;
  if (!complete || /String|Comment|RegExp/.test(node)) return null;
  const found = complete(context.state.sliceDoc(0, context.pos), context.explicit);
  return (
    found && {
      from: found.from,
      options: found.options.map(({ label, detail, kind }) => ({
        label,
        type: kind,
        ...(detail !== undefined && { detail }),
        // Names of the workflow before those of the language.
        boost: kind === "variable" || kind === "property" ? 1 : 0,
      })),
      validFor: /^[\w$]*$/,
    }
  );
}
