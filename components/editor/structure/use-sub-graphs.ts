"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { bodyNodes } from "#graph/sub-graphs";
import { useTRPC } from "#components/trpc";
import type { EditorStore } from "../editor-store.ts";

/**
 * Keeps the workflows that the document's nodes run at hand, so that what is wrong with them is said while one draws. Asked
 * for again when other ones are chosen, and when a person comes back to the page after changing one elsewhere.
 */
export function useSubGraphs(editor: EditorStore) {
  const trpc = useTRPC();
  const key = useStore(editor, ({ graph, library }) =>
    JSON.stringify(
      [
        ...new Set(bodyNodes(graph, library).map(({ ref: { id, version } }) => JSON.stringify({ id, version }))),
      ].toSorted(),
    ),
  );
  const refs = useMemo(
    () => (JSON.parse(key) as string[]).map((ref) => JSON.parse(ref) as { id: string; version: number | null }),
    [key],
  );
  const { data } = useQuery(
    trpc.workflows.subGraphs.queryOptions(
      { refs },
      { enabled: refs.length > 0, staleTime: 0, refetchOnMount: "always", refetchOnWindowFocus: true },
    ),
  );
  useEffect(() => editor.getState().setSubGraphs(refs.length > 0 ? data : undefined), [editor, refs, data]);
}
