"use client";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { z } from "zod";
import { jsonValueSchema } from "#graph/json";
import type { Draft, Drafts } from "./form-draft.ts";

const draftsSchema = z.record(
  z.string(),
  z.union([z.strictObject({ text: z.string() }), z.strictObject({ value: jsonValueSchema })]),
);

/** What is typed into the form of a workflow. It stays in this tab until it is closed, also when the page is loaded again. */
export function useDrafts(workflowId: string) {
  const [store] = useState(() => createDrafts(`form ${workflowId}`));
  // The server knows nothing of it, so it comes in after the first paint.
  useEffect(() => store.read(), [store]);
  return { drafts: useStore(store, (state) => state.drafts), setDraft: store.set, setDrafts: store.replace };
}

function createDrafts(key: string) {
  const store = createStore<{ drafts: Drafts }>(() => ({ drafts: {} }));
  function replace(drafts: Drafts) {
    store.setState({ drafts });
    try {
      sessionStorage.setItem(key, JSON.stringify(drafts));
    } catch {
      // Storage may be full or forbidden; the form works all the same until the page is left.
    }
  }
  return Object.assign(store, {
    replace,
    /** `null` goes back to the sample. */
    set(name: string, draft: Draft | null) {
      const { [name]: _before, ...others } = store.getState().drafts;
      replace(draft ? { ...others, [name]: draft } : others);
    },
    read() {
      try {
        const kept = draftsSchema.safeParse(JSON.parse(sessionStorage.getItem(key) ?? "{}"));
        if (kept.success) store.setState({ drafts: kept.data });
      } catch {
        // The same.
      }
    },
  });
}
