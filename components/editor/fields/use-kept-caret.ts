import { useLayoutEffect, useRef } from "react";
import type { SyntheticEvent } from "react";
import { placeAfter } from "#graph/merge-texts";

/** For a text that others may change while one types in it: the caret stays at the words where it was, not at the end. */
export function useKeptCaret(text: string) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const last = useRef({ text, start: 0, end: 0 });
  useLayoutEffect(() => {
    const { text: before, start, end } = last.current;
    if (before === text) return;
    const texts = { before, after: text };
    if (document.activeElement === ref.current) {
      ref.current?.setSelectionRange(placeAfter(start, texts), placeAfter(end, texts));
    }
  }, [text]);
  const mark = ({
    currentTarget: { value, selectionStart: start, selectionEnd: end },
  }: SyntheticEvent<HTMLTextAreaElement>) => {
    last.current = { text: value, start, end };
  };
  return { ref, onSelect: mark, onInput: mark };
}
