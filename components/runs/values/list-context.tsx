"use client";
import { createContext, useContext } from "react";
import type { RecordedList } from "#graph/recorded-values";

/** The list that a shown item is of, and its place there: for viewers that compare it with the others. */
type ListAround = { list: RecordedList; index: number };

const ListContext = createContext<ListAround | null>(null);

export function InList({ children, ...around }: ListAround & { children: React.ReactNode }) {
  return <ListContext value={around}>{children}</ListContext>;
}

export function useListAround() {
  return useContext(ListContext);
}
