"use client";
import { useRef } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";

/**
 * Fields of a store's state, the same object as long as each is the same. Zustand's own comparison makes two maps of each pair
 * of objects, which counts for what is on the canvas a thousand times.
 */
export function useFields<S, T extends Record<string, unknown>>(store: StoreApi<S>, select: (state: S) => T): T {
  const last = useRef<T>(undefined);
  return useStore(store, (state) => {
    const next = select(state);
    return last.current && hasSameFields(last.current, next) ? last.current : (last.current = next);
  });
}

function hasSameFields<T extends Record<string, unknown>>(a: T, b: T): boolean {
  for (const name in b) {
    if (!Object.is(a[name], b[name])) return false;
  }
  return true;
}
