"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import { secretNamesIn } from "#graph/secret-ref";
import { useMay } from "#components/shell/session-context";
import { useTRPC } from "#components/trpc";
import type { EditorStore } from "../editor-store.ts";

/** Keeps the names of the workspace's secrets at hand where nodes name any, so that a missing one is said while one draws. */
export function useSecretNames(editor: EditorStore) {
  const trpc = useTRPC();
  const maySee = useMay("editor");
  const namesAny = useStore(editor, ({ graph }) => secretNamesIn([graph]).length > 0);
  const { data } = useQuery(
    trpc.secrets.list.queryOptions(undefined, { enabled: maySee && namesAny, refetchOnWindowFocus: true }),
  );
  useEffect(() => editor.getState().setSecretNames(data && new Set(data.map(({ name }) => name))), [editor, data]);
}
