import { useEffect } from "react";
import type { EditorTools, UiState } from "../editor-tools.ts";
import { focusChosen } from "../outline/outline-work.ts";

/** Menus and dialogs that take the focus and may leave it nowhere: they have no button of their own to give it back to. */
const opened = ["dialog", "menu", "quickAdd", "connectFrom", "refusal"] as const satisfies (keyof UiState)[];
/** What closes goes first, and what an entry of it does may take the focus then. */
const SETTLED_MS = 60;

/** The focus goes back to the row or the card that is chosen, when what was open over it leaves it nowhere. */
export function useFocusBack(tools: EditorTools): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = tools.ui.subscribe((state, before) => {
      if (!opened.some((name) => before[name] !== null && state[name] === null)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (document.activeElement === document.body) focusChosen(tools);
      }, SETTLED_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [tools]);
}
