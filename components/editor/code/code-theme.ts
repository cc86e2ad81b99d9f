import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** By tokens, so that it follows the theme. Words of the language stand out by weight: colour belongs to data and states. */
export const codeTheme = EditorView.theme({
  "&": { fontSize: "12px", color: "var(--text)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "18px", letterSpacing: "-0.02em", overflow: "auto" },
  ".cm-content": { padding: "3px 0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 6px" },
  ".cm-placeholder": { color: "var(--text-3)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection": {
    background: "var(--surface-selected) !important",
  },
  ".cm-matchingBracket": {
    background: "var(--surface-selected) !important",
    outline: "1px solid var(--border-control)",
  },
  ".cm-nonmatchingBracket": { color: "var(--state-danger) !important" },
  ".cm-placeholder-name": {
    background: "var(--surface-sunken)",
    borderRadius: "3px",
    boxShadow: "0 0 0 1px var(--border-strong)",
    fontWeight: "530",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--state-danger) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--state-danger)" },
  ".cm-tooltip": {
    border: "1px solid var(--border-strong)",
    borderRadius: "5px",
    background: "var(--surface-overlay)",
    color: "var(--text)",
    boxShadow: "var(--shadow-3)",
    fontFamily: "var(--font-sans)",
    fontSize: "12px",
    zIndex: "60",
  },
  ".cm-tooltip .cm-diagnostic": { border: "none", padding: "4px 8px", maxWidth: "320px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", maxHeight: "220px", minWidth: "180px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px", lineHeight: "20px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--ink) !important", color: "var(--on-ink)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--text-3)", marginLeft: "10px" },
  "li[aria-selected] .cm-completionDetail": { color: "var(--on-ink)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "620" },
});

export const codeColours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null, tags.operatorKeyword], fontWeight: "620" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.number], color: "var(--state-cached)" },
  { tag: [tags.comment], color: "var(--text-3)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.operator, tags.bracket], color: "var(--text-2)" },
]);
