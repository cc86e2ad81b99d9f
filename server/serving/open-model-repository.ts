import { AppError } from "../app-error.ts";
import { createEndpointStatistics } from "./endpoint-statistics.ts";
import type { EndpointStatistics } from "./endpoint-statistics.ts";
import { listModelFiles } from "./list-model-files.ts";
import type { ModelFile } from "./list-model-files.ts";
import { createHostedEndpoint } from "./hosted-endpoint.ts";
import type { ModelHost } from "./open-model-host.ts";
import { readServedModel } from "./read-served-model.ts";
import type { ReadModel } from "./read-served-model.ts";
import { idOf } from "./served-endpoint.ts";
import type { EndpointSource, EndpointState, ServedEndpoint } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";
import { writeHostMetrics } from "./write-host-metrics.ts";

export type ModelRepository = EndpointSource &
  Required<Pick<EndpointSource, "load" | "unload">> & {
    /** The hash of the content that was last taken up of a version, whether it could be served or not. */
    hashOf: (file: ModelFile) => string | undefined;
    files: () => ModelFile[];
    /** Names of which a version's file is there no more. */
    vanished: () => string[];
    swaps: () => number;
  };

type Entry = {
  key: string;
  hash: string;
  /** Of the content that was to replace it, and could not. */
  triedHash: string;
  endpoint: ServedEndpoint;
  blocked: EndpointState | null;
};

const loading: EndpointState = { state: "LOADING", reason: "The model is being loaded. Try again in a second." };
const unloaded: EndpointState = { state: "UNAVAILABLE", reason: "The model is unloaded." };

/**
 * The models of files and folders, computed by a host. A content that changes is loaded and warmed up beside the one that
 * is served; then it takes its place, and the old one goes when what it was asked before is done.
 *
 * @param newest how many versions of each model are served
 * @throws AppError naming the place, or the file named by itself, that cannot be served
 */
export async function openModelRepository({
  places,
  newest,
  host,
  onLog,
}: {
  places: readonly string[];
  newest: number;
  host: ModelHost;
  onLog: (line: string) => void;
}): Promise<ModelRepository> {
  const entries = new Map<string, Entry>();
  const statistics = new Map<string, EndpointStatistics>();
  let lastKey = 0;
  let swaps = 0;
  let isClosing = false;
  let work: Promise<unknown> = Promise.resolve();

  const idsOf = (name: string) => [...entries.keys()].filter((id) => id.startsWith(`${name}/`));

  /** Whatever was wrong with the places at the start was said then; later they may be empty for a while. */
  function files(): ModelFile[] {
    try {
      return listModelFiles(places, { newest });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === "NOT_FOUND") return [];
      throw new ServingError(400, error.message, { cause: error });
    }
  }

  /** One after the other: two that swap the same model would each unload what the other one loaded. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = work.then(task);
    work = done.catch(() => {});
    return done;
  }

  function enter(model: ReadModel, key: string, blocked: EndpointState | null): Entry {
    const id = idOf(model);
    const counted = statistics.get(id) ?? createEndpointStatistics();
    statistics.set(id, counted);
    const entry: Entry = {
      key,
      hash: model.hash,
      triedHash: model.hash,
      blocked,
      endpoint: createHostedEndpoint(model, { host, key, statistics: counted, blocked: () => entry.blocked }),
    };
    return entry;
  }

  async function take(model: ReadModel): Promise<void> {
    const id = idOf(model);
    const before = entries.get(id);
    const isServed = before?.blocked === null && host.refusalOf(before.key) === null;
    if (isServed && before.hash === model.hash) return;
    const entry = enter(model, `${id}#${++lastKey}`, loading);
    if (!isServed) entries.set(id, entry);
    else before.triedHash = model.hash;
    try {
      if (model.refusal !== null) throw new ServingError(400, model.refusal);
      await host.load({ key: entry.key, content: model });
    } catch (error) {
      host.unload(entry.key);
      const reason = (error as Error).message;
      entry.blocked = { state: "UNAVAILABLE", reason };
      // What is broken off by the end says nothing of the model.
      if (!isClosing) onLog(`The model "${id}" is not ${isServed ? "replaced" : "served"}: ${reason}`);
      throw error;
    }
    entry.blocked = null;
    entries.set(id, entry);
    if (isServed) swaps++;
    if (before && before.key !== "") host.unload(before.key);
  }

  function drop(id: string): void {
    const entry = entries.get(id);
    entries.delete(id);
    if (entry) host.unload(entry.key);
  }

  async function takeName(name: string): Promise<void> {
    const own = files().filter((file) => file.name === name);
    const known = idsOf(name);
    if (own.length === 0 && known.length === 0) {
      throw new ServingError(
        404,
        `There is no model ${JSON.stringify(name.slice(0, 200))} in the files of this server.`,
      );
    }
    const tried = await Promise.allSettled(own.map(async (file) => take(await readServedModel(file))));
    // Only now, so that a name always has a version while its newest one is loaded.
    for (const id of known) if (!own.some((file) => idOf(file) === id)) drop(id);
    for (const one of tried) if (one.status === "rejected") throw toServingError(one.reason);
  }

  const models = await Promise.all(
    listModelFiles(places, { newest }).map(async (file) => ({ file, model: await readServedModel(file) })),
  );
  for (const { file, model } of models) {
    if (file.isNamed && model.refusal !== null) throw new AppError("BAD_REQUEST", model.refusal);
    entries.set(idOf(model), enter(model, "", loading));
  }
  let isReady = false;
  const ready = inTurn(async () => {
    await Promise.allSettled(models.map(({ model }) => take(model)));
    isReady = true;
  });

  return {
    endpoints: () => [...entries.values()].map(({ endpoint }) => endpoint),
    ready,
    isReady: () => isReady && host.isReady(),
    load: (name) => inTurn(() => takeName(name)),
    unload: (name) =>
      inTurn(async () => {
        const ids = idsOf(name);
        if (ids.length === 0) throw new ServingError(404, `There is no model ${JSON.stringify(name.slice(0, 200))}.`);
        for (const id of ids) {
          const entry = entries.get(id)!;
          entry.blocked = unloaded;
          host.unload(entry.key);
        }
      }),
    hashOf: (file) => entries.get(idOf(file))?.triedHash,
    files,
    vanished: () => {
      const there = new Set(files().map(idOf));
      return [...entries].flatMap(([id, { endpoint }]) => (there.has(id) ? [] : endpoint.name));
    },
    swaps: () => swaps,
    metrics: () => writeHostMetrics(host, { swaps }),
    close: () => {
      isClosing = true;
      return host.close();
    },
  };
}

function toServingError(error: unknown): unknown {
  return error instanceof AppError ? new ServingError(404, error.message, { cause: error }) : error;
}
