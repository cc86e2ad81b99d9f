"use client";
import { useSyncExternalStore } from "react";
import { useSession } from "#components/shell/session-context";
import { columnsOf, type RunColumn, usualColumns } from "./run-columns.ts";

const listeners = new Set<() => void>();
/** Where there is no storage, as long as the page lasts. */
const unkept = new Map<string, string>();

/** The columns that a person chose, kept in this browser. The usual ones until they are read, as the server renders them. */
export function useColumns(): [RunColumn[], (columns: readonly string[]) => void] {
  const { user } = useSession();
  const key = `patchbay.run-columns.${user.id}`;
  const kept = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => read(key),
    () => null,
  );
  return [columnsOf(kept?.split(" ") ?? usualColumns), (columns) => keep(key, columnsOf(columns).join(" "))];
}

function read(key: string): string | null {
  try {
    return unkept.get(key) ?? localStorage.getItem(key);
  } catch {
    return unkept.get(key) ?? null;
  }
}

function keep(key: string, columns: string) {
  try {
    localStorage.setItem(key, columns);
  } catch {
    unkept.set(key, columns);
  }
  for (const listener of listeners) listener();
}
