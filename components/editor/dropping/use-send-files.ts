"use client";
import { useState } from "react";
import type { FileRef } from "#graph/schema";
import { sendWorkspaceFile } from "./send-workspace-file.ts";

const MAX_FILES_AT_ONCE = 100;

/** Sends files one after the other into the workspace. `fraction` says how far that is, null while nothing is being sent. */
export function useSendFiles({ isList, onSent }: { isList: boolean; onSent: (files: FileRef[]) => void }) {
  const [fraction, setFraction] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);

  async function send(chosen: readonly File[]) {
    const list = chosen.slice(0, isList ? MAX_FILES_AT_ONCE : 1);
    if (list.length === 0) return;
    setError(null);
    setFraction(0);
    try {
      const sent: FileRef[] = [];
      for (const [index, file] of list.entries()) {
        sent.push(await sendWorkspaceFile(file, (part) => setFraction((index + part) / list.length)));
      }
      onSent(sent);
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : "The file was not sent.");
    }
    setFraction(null);
  }

  return { send, fraction, error, setError };
}
