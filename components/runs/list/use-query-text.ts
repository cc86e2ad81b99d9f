"use client";
import { useEffect, useState } from "react";
import { parseRunQuery, type QueryProblem } from "#graph/run-query/parse-run-query";
import { runsAddress } from "./run-query-url.ts";

const PAUSE_MS = 450;

/**
 * What is typed, and what of it the list shows: the last text that could be read, taken over when typing pauses. It is in
 * the address, so that it can be sent to others.
 */
export function useQueryText(
  initial: string,
  addressOf: (query: string) => string = runsAddress,
): {
  text: string;
  query: string;
  problems: readonly QueryProblem[];
  type: (text: string) => void;
  apply: (text: string) => void;
} {
  const [text, setText] = useState(initial);
  const [query, setQuery] = useState(() => (parseRunQuery(initial).problems.length > 0 ? "" : initial.trim()));
  const { problems } = parseRunQuery(text);
  const isGood = problems.length === 0;

  useEffect(() => {
    if (!isGood || text.trim() === query) return;
    const timer = setTimeout(() => take(text), PAUSE_MS);
    return () => clearTimeout(timer);
  });

  function take(next: string) {
    setQuery(next.trim());
    history.replaceState(null, "", addressOf(next.trim()));
  }

  return {
    text,
    query,
    problems,
    type: setText,
    apply(next) {
      setText(next);
      if (parseRunQuery(next).problems.length === 0) take(next);
    },
  };
}
