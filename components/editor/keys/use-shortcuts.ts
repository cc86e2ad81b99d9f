"use client";
import { useEffect } from "react";
import { clipboardText, pasteText } from "../clipboard/clipboard.ts";
import { actionOf, editorActions } from "../actions/editor-actions.ts";
import type { EditorAction } from "../actions/editor-action.ts";
import type { EditorTools } from "../editor-tools.ts";
import { keysOf } from "./key-choices.ts";
import { isMacPlatform, isTyping, matchesKeys } from "./keys.ts";

/** Where keys belong to what is open. */
const OWN_KEYS = '[role="dialog"], [role="menu"], [role="listbox"], [role="alertdialog"]';
/** Keys that a control in a panel may want for itself; on the canvas they are ours. */
const onCanvasOnly = new Set([
  "Enter",
  "Delete",
  "Backspace",
  "ArrowRight",
  "ArrowLeft",
  "ArrowUp",
  "ArrowDown",
  "+",
  "=",
  "-",
]);

/** Binds the keys of all actions to the page, and the browser's copy, cut and paste. */
export function useShortcuts(tools: EditorTools): void {
  useEffect(() => {
    const isMac = isMacPlatform();
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing) return;
      const action = editorActions.find((candidate) => isMeant(candidate, event, isMac));
      if (!action || action.isNativeKey) return;
      if (action.when && !action.when(tools)) {
        // Ctrl+S and Ctrl+D must not open the browser's own dialogs, even when there is nothing to do.
        if (event.ctrlKey || event.metaKey) event.preventDefault();
        const reason = action.whyNot?.(tools);
        if (reason) tools.tell({ title: `Not done: ${action.label}`, description: reason });
        return;
      }
      event.preventDefault();
      action.run(tools);
    }
    function onCopy(event: ClipboardEvent) {
      if (isElsewhere(event.target) || hasSelectedText()) return;
      const text = clipboardText(tools);
      if (text === null || !event.clipboardData) return;
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      if (event.type === "cut" && tools.mayEdit) actionOf("delete").run(tools);
    }
    function onPaste(event: ClipboardEvent) {
      const text = event.clipboardData?.getData("text/plain");
      if (!text || isElsewhere(event.target) || !tools.mayEdit) return;
      event.preventDefault();
      void pasteText(tools, text);
    }
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, [tools]);
}

function isMeant(action: EditorAction, event: KeyboardEvent, isMac: boolean): boolean {
  const chord = keysOf(action).find((keys) => matchesKeys(keys, event, isMac));
  if (chord === undefined) return false;
  if (isElsewhere(event.target)) return action.worksWhileTyping === true && !isInside(event.target, OWN_KEYS);
  // Ctrl+Enter runs from anywhere; Enter alone presses the button that has the focus.
  const hasModifier = event.ctrlKey || event.metaKey;
  if (onCanvasOnly.has(event.key) && !hasModifier) {
    return event.target === document.body || isOnCanvas(event.target);
  }
  return true;
}

function isElsewhere(target: EventTarget | null): boolean {
  return isTyping(target) || isInside(target, OWN_KEYS);
}

function isInside(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** On the ground, on a node or on a row of the outline, not on one of the buttons that lie over it. */
function isOnCanvas(target: EventTarget | null): boolean {
  return (
    isInside(target, '.patch-canvas, [role="treegrid"]') &&
    !(target instanceof Element && target.closest("button:not([data-wire-insert])"))
  );
}

function hasSelectedText(): boolean {
  return (window.getSelection()?.toString() ?? "") !== "";
}
