"use client";
import { useEffect, useState } from "react";
import type { JsonObject } from "#graph/json";
import { sharedEvaluator } from "./create-evaluator.ts";
import type { Evaluation } from "./create-evaluator.ts";

/** From the last key to the evaluation. */
const PAUSE_MS = 200;

/**
 * What the expression gives with these values, once a person has paused; the last result stays until the next is there.
 * Null values ask for nothing.
 */
export function useEvaluation(expression: string, values: JsonObject | null): Evaluation | null {
  const [evaluation, setEvaluation] = useState<Evaluation | null>(null);
  const isAsked = values !== null && expression.trim() !== "";
  useEffect(() => {
    if (!isAsked) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void sharedEvaluator()
        .evaluate(expression, values)
        .then((found) => {
          if (isCurrent) setEvaluation(found);
        });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [expression, isAsked, values]);
  return isAsked ? evaluation : null;
}
