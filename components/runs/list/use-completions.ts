"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { useTRPC } from "#components/trpc";
import {
  type Completion,
  knownCompletions,
  questionFor,
  typingAt,
  valueCompletion,
} from "#graph/run-query/complete-query";
import type { Typing } from "#graph/run-query/complete-query";

const MOST = 12;

/** What may stand where the caret is: fields and fixed values at once, names and values as the server knows them. */
export function useCompletions(
  text: string,
  caret: number,
  isOpen: boolean,
): { typing: Typing; completions: Completion[] } {
  const trpc = useTRPC();
  const typing = typingAt(text, caret);
  const question = useDeferredValue(isOpen ? questionFor(typing) : null);
  const { data } = useQuery(
    trpc.runs.suggest.queryOptions(
      {
        field: question?.field ?? "tag",
        text: question?.text.slice(0, 200) ?? "",
        ...(question?.port && { port: question.port }),
      },
      { enabled: question !== null, placeholderData: keepPreviousData, staleTime: 30_000 },
    ),
  );
  const answers = question && data ? data.map((value) => valueCompletion(typing, value)) : [];
  const completions = [...knownCompletions(typing), ...answers].slice(0, MOST);
  // What stands there in full already is nothing to offer.
  const written = text.slice(typing.start, typing.end);
  return { typing, completions: completions.length === 1 && completions[0]!.text === written ? [] : completions };
}
