"use client";
import { useState } from "react";

export type Selection = {
  ids: ReadonlySet<string>;
  has: (id: string) => boolean;
  /** Chooses or leaves one; with Shift, all from the one pressed last. */
  press: (id: string, isRange: boolean) => void;
  chooseAll: (ids: readonly string[]) => void;
};

/** The chosen rows of a list. `order` are the rows as they stand. */
export function useSelection(order: readonly string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [lastId, setLastId] = useState<string | null>(null);
  return {
    ids,
    has: (id) => ids.has(id),
    press(id, isRange) {
      setIds(afterPress({ ids, order, lastId }, { id, isRange }));
      setLastId(id);
    },
    chooseAll(next) {
      setIds(new Set(next));
      setLastId(null);
    },
  };
}

/** A range takes over what the pressed row becomes. */
export function afterPress(
  { ids, order, lastId }: { ids: ReadonlySet<string>; order: readonly string[]; lastId: string | null },
  { id, isRange }: { id: string; isRange: boolean },
): ReadonlySet<string> {
  const next = new Set(ids);
  const [from, to] = [order.indexOf(lastId ?? ""), order.indexOf(id)];
  const range = isRange && from >= 0 && to >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  const isChosen = !ids.has(id);
  for (const one of range) {
    if (isChosen) next.add(one);
    else next.delete(one);
  }
  return next;
}
