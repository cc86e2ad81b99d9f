"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { patchBetween } from "#graph/diff-graphs";
import { applyPatch } from "#graph/patch";
import type { Graph } from "#graph/schema";
import { showToast } from "../../ui/toast-store.ts";
import type { Autosave } from "./autosave.ts";
import type { EditorStore } from "../editor-store.ts";
import { openJournal } from "./journal.ts";
import type { Journal } from "./journal.ts";

/**
 * Keeps in this browser what is not saved yet, and takes in what a lost tab of this person had not saved. Gives whether
 * the browser keeps anything, and `keepNow`, which is true once all is saved or kept.
 */
export function useJournal({
  workflowId,
  userId,
  editor,
  autosave,
  loadVersion,
}: {
  workflowId: string;
  userId: string;
  editor: EditorStore;
  autosave: Autosave | null;
  loadVersion: (version: number) => Promise<Graph>;
}): { isKeeping: boolean; keepNow: () => Promise<boolean> } {
  const [isKeeping, setKeeping] = useState(true);
  const keeper = useRef<(() => Promise<boolean>) | null>(null);
  useEffect(() => {
    if (!autosave) return;
    const onFailure = (error: unknown) => {
      setKeeping(false);
      tellFailure(error);
    };
    const journal = openJournal({ workflowId, userId, onFailure });
    const keep = () => {
      const { version, graph } = autosave.base();
      journal.keep({ baseVersion: version, patch: patchBetween(graph, editor.getState().graph) });
    };
    const stops = [
      editor.subscribe((state, before) => state.revision !== before.revision && keep()),
      autosave.subscribe(({ status }) => status === "saved" && keep()),
    ];
    keeper.current = async () => {
      if (autosave.unsaved() === 0) return true;
      keep();
      return journal.isKept();
    };
    void recover({ journal, autosave, loadVersion });
    return () => {
      for (const stop of stops) stop();
      keeper.current = null;
      journal.close();
      // Of what is saved on the way out nothing is taken back later.
      void isSaved(autosave).then(keep);
    };
  }, [workflowId, userId, editor, autosave, loadVersion]);
  const keepNow = useCallback(async () => (await keeper.current?.()) ?? true, []);
  return { isKeeping, keepNow };
}

async function recover({
  journal,
  autosave,
  loadVersion,
}: {
  journal: Journal;
  autosave: Autosave;
  loadVersion: (version: number) => Promise<Graph>;
}) {
  try {
    for (const { id, baseVersion, patch } of await journal.findLost()) {
      const own = autosave.base();
      const base = baseVersion === own.version ? own.graph : await loadVersion(baseVersion);
      await isDecided(autosave);
      autosave.takeLost({ base, graph: applyPatch(base, patch) });
      // What was taken in is in this tab's own entry until it is saved.
      void isSaved(autosave).then(() => journal.drop([id]));
    }
  } catch (error) {
    console.error("What a closed tab had not saved could not be read; it is kept:", error);
  }
}

function isDecided(autosave: Autosave): Promise<void> {
  return until(autosave, (status) => status !== "conflict");
}

function isSaved(autosave: Autosave): Promise<void> {
  return until(autosave, (status) => status === "saved");
}

function until(autosave: Autosave, isThere: (status: string) => boolean): Promise<void> {
  if (isThere(autosave.getState().status)) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = autosave.subscribe(({ status }) => {
      if (!isThere(status)) return;
      stop();
      resolve();
    });
  });
}

function tellFailure(error: unknown) {
  const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
  showToast({
    tone: "failed",
    title: "This browser keeps no copy of unsaved changes",
    description: isFull
      ? "Its storage for this site is full. Free some, or keep this tab open until all is saved."
      : "It does not let this site store anything. Keep this tab open until all is saved.",
  });
}
