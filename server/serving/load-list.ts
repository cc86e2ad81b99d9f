import type { HostedContent } from "./model-host-messages.ts";
import { ServingError } from "./serving-error.ts";

type Entry = {
  hosted: HostedContent;
  /** What keeps it from computing; null where nothing does. */
  refusal: string | null;
  isAnswered: boolean;
  /** Of the process, while it loaded this one. */
  deaths: number;
  loaded: PromiseWithResolvers<void>;
};

/** Once without warming up is tried after a death with it. */
const DEATHS_ALLOWED = 2;
const loading = "The model is being loaded. Try again in a second.";

export type LoadList = {
  /** Resolves when it is loaded. @throws ServingError 400 */
  add: (hosted: HostedContent) => Promise<void>;
  remove: (key: string) => void;
  begin: (key: string) => void;
  end: (key: string, refusal: string | null) => void;
  /** What is being loaded at this moment. */
  current: () => string | undefined;
  /** The process died; those of which it dies are given, and are left out from now on. */
  died: (how: string) => HostedContent[];
  /** What a new process has to load. */
  restart: () => { hosted: HostedContent; isWarmed: boolean }[];
  refusalOf: (key: string) => string | null;
  isComplete: () => boolean;
  /** Whoever waits is told that it will not be loaded any more. */
  close: () => void;
};

/** What a process that may die at any time has loaded, or is to load. */
export function createLoadList(): LoadList {
  const entries = new Map<string, Entry>();
  let current: string | undefined;

  function settle(entry: Entry, refusal: string | null) {
    entry.refusal = refusal;
    entry.isAnswered = true;
    if (refusal === null) entry.loaded.resolve();
    else entry.loaded.reject(new ServingError(400, refusal));
  }

  return {
    add: async (hosted) => {
      const entry: Entry = { hosted, refusal: loading, isAnswered: false, deaths: 0, loaded: Promise.withResolvers() };
      entry.loaded.promise.catch(() => {}); // nobody may wait any more
      entries.set(hosted.key, entry);
      await entry.loaded.promise;
    },
    remove: (key) => void entries.delete(key),
    begin: (key) => {
      current = key;
    },
    end: (key, refusal) => {
      current = undefined;
      const entry = entries.get(key);
      if (entry) settle(entry, refusal);
    },
    current: () => current,
    died: (how) => {
      const entry = entries.get(current ?? "");
      current = undefined;
      if (!entry || ++entry.deaths < DEATHS_ALLOWED) return [];
      settle(entry, `The process that computes dies of loading the model (${how}).`);
      return [entry.hosted];
    },
    restart: () =>
      [...entries.values()].flatMap((entry) => {
        if (entry.deaths >= DEATHS_ALLOWED) return [];
        entry.refusal = loading;
        entry.isAnswered = false;
        return [{ hosted: entry.hosted, isWarmed: entry.deaths === 0 }];
      }),
    refusalOf: (key) => {
      const entry = entries.get(key);
      return entry ? entry.refusal : "The model is not loaded.";
    },
    isComplete: () => [...entries.values()].every(({ isAnswered }) => isAnswered),
    close: () => {
      for (const { loaded } of entries.values()) loaded.reject(new ServingError(503, "The server is shutting down."));
    },
  };
}
