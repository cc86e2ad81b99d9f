"use client";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Kind } from "#graph/kinds";
import type { FileRef } from "#graph/schema";
import { sendWorkspaceFile } from "../../editor/dropping/send-workspace-file.ts";
import { refuseFile } from "../../forms/refuse-file.ts";
import type { NamedFile } from "./dropped-files.ts";

export type BatchFile = NamedFile & { id: number; sent: FileRef | null; error: string | null };
type Files = { files: readonly BatchFile[]; leftOut: readonly { label: string; why: string }[] };

/** Sent side by side: more only wait for one another. */
const AT_ONCE = 3;

/** The files of a batch on their way into the workspace. They are sent as they are chosen, a few at a time. */
export function useBatchFiles() {
  const [store] = useState(createFiles);
  useEffect(() => store.stop, [store]);
  const state = useStore(store);
  return {
    ...state,
    sent: state.files.flatMap(({ label, sent }) => (sent ? [{ label, file: sent }] : [])),
    failed: state.files.filter(({ error }) => error !== null),
    add: store.add,
    remove: store.remove,
    retryFailed: store.retryFailed,
    leaveFailedOut: store.leaveFailedOut,
    clear: store.clear,
  };
}

function createFiles() {
  const store = createStore<Files>(() => ({ files: [], leftOut: [] }));
  const underWay = new Set<number>();
  let lastId = 0;
  let isStopped = false;

  const change = (id: number, to: Partial<BatchFile>) =>
    store.setState(({ files }) => ({ files: files.map((file) => (file.id === id ? { ...file, ...to } : file)) }));

  function sendNext() {
    if (isStopped) return;
    for (const { id, file } of store.getState().files.filter(isWaiting)) {
      if (underWay.size >= AT_ONCE) return;
      underWay.add(id);
      sendWorkspaceFile(file)
        .then(
          (sent) => change(id, { sent }),
          (reason: unknown) => change(id, { error: reason instanceof Error ? reason.message : "It was not sent." }),
        )
        .finally(() => {
          underWay.delete(id);
          sendNext();
        });
    }
  }
  const isWaiting = ({ id, sent, error }: BatchFile) => !sent && error === null && !underWay.has(id);

  return Object.assign(store, {
    add(kind: Kind, given: readonly NamedFile[]) {
      const leftOut: { label: string; why: string }[] = [];
      const taken = given.flatMap((one): BatchFile[] => {
        const why = one.file.name.startsWith(".") ? "It is a hidden file." : refuseFile(kind, one.file);
        if (why === null) return [{ ...one, id: ++lastId, sent: null, error: null }];
        leftOut.push({ label: one.label, why });
        return [];
      });
      store.setState(({ files }) => ({ files: [...files, ...taken], leftOut }));
      sendNext();
    },
    remove: (id: number) => store.setState(({ files }) => ({ files: files.filter((file) => file.id !== id) })),
    /** Files that were refused, or could not be sent, are no items. */
    leaveFailedOut: () =>
      store.setState(({ files, leftOut }) => ({
        files: files.filter(({ error }) => error === null),
        leftOut: [...leftOut, ...files.flatMap(({ label, error }) => (error === null ? [] : [{ label, why: error }]))],
      })),
    clear: () => store.setState({ files: [], leftOut: [] }),
    retryFailed() {
      store.setState(({ files }) => ({ files: files.map((file) => (file.error ? { ...file, error: null } : file)) }));
      sendNext();
    },
    stop: () => {
      isStopped = true;
    },
  });
}
