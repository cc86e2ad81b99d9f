import "#server-only";
import type { Database } from "../../db/client.ts";
import type { FoundKey } from "../../keys/find-api-key.ts";
import type { Wakeups } from "../../runs/wakeups.ts";
import type { EndpointSource } from "../served-endpoint.ts";
import { ServingError } from "../serving-error.ts";
import { listPublished, readPublished } from "./list-published.ts";
import type { PublishedRow } from "./list-published.ts";
import type { PublishedContent, PublishedEndpoint } from "./published-content.ts";

/** NOTIFY makes this quick; the poll makes it certain. */
const POLL_MS = 10_000;

export type Published = {
  /** Resolves once what is published has been read for the first time. */
  ready: Promise<void>;
  isReady: () => boolean;
  /** What the key reaches, of its own workspace. */
  sourceFor: (key: Pick<FoundKey, "workspaceId" | "deploymentIds">) => EndpointSource;
  /** How often a version took the place of another one that answered. */
  swaps: () => number;
  close: () => Promise<void>;
};

type Place = {
  endpoint: PublishedEndpoint | null;
  /** Number of the version that is to answer; null once none is. */
  wanted: number | null;
  /** What was said of it last, to say it once. */
  complaint: string;
};

/**
 * Knows what is published in every workspace, and has an endpoint for each. A version that takes the place of another one is
 * made ready beside it, so that no request fails meanwhile.
 */
export function followPublished({
  database,
  wakeups,
  endpointFor,
  onBell,
  pollMs = POLL_MS,
  onLog,
}: {
  database: Database;
  wakeups: Wakeups;
  endpointFor: (content: PublishedContent) => PublishedEndpoint;
  /** Something changed, or a while has passed. */
  onBell: () => void;
  pollMs?: number;
  onLog: (line: string) => void;
}): Published {
  /** By workspace, and in it by deployment. */
  const workspaces = new Map<string, Map<string, Place>>();
  const closing = new AbortController();
  const first = Promise.withResolvers<void>();
  let isReady = false;
  let swaps = 0;

  function placeOf(row: PublishedRow): Place {
    const places = workspaces.get(row.workspaceId) ?? new Map<string, Place>();
    workspaces.set(row.workspaceId, places);
    const place = places.get(row.deploymentId) ?? { endpoint: null, wanted: null, complaint: "" };
    places.set(row.deploymentId, place);
    return place;
  }

  async function look(): Promise<void> {
    const rows = await listPublished(database);
    const there = new Set(rows.map(({ deploymentId }) => deploymentId));
    for (const [workspaceId, places] of workspaces) {
      for (const [deploymentId, place] of places) {
        if (there.has(deploymentId)) continue;
        place.wanted = null;
        place.endpoint?.retire();
        places.delete(deploymentId);
      }
      if (places.size === 0) workspaces.delete(workspaceId);
    }
    const changed = rows.filter((row) => placeOf(row).wanted !== row.number);
    // Not one after the other: a large model that is loaded must not hold up what else is published.
    const taken = changed.map((row) => take(placeOf(row), row));
    if (!isReady) await Promise.all(taken);
  }

  async function take(place: Place, row: PublishedRow): Promise<void> {
    place.wanted = row.number;
    try {
      const content = await readPublished(database, row);
      if (!content) return;
      const endpoint = endpointFor(content);
      const before = place.endpoint;
      if (before) await endpoint.prepare(before);
      // Another version, or none, may be wanted by now; whoever wants it sees to it.
      if (place.wanted !== row.number) return endpoint.retire();
      place.endpoint = endpoint;
      if (!before) return;
      swaps++;
      before.retire();
    } catch (error) {
      const complaint = `Version ${row.number} of "${row.name}" is not served, and tried again: ${(error as Error).message}`;
      if (complaint !== place.complaint) onLog(complaint);
      place.complaint = complaint;
      if (place.wanted === row.number) place.wanted = -1;
    }
  }

  async function follow(): Promise<void> {
    while (!closing.signal.aborted) {
      // Listen before reading: what is published between the two would otherwise wait for the poll.
      const wakeup = wakeups.next("deployments", pollMs, closing.signal);
      try {
        await look();
        isReady = true;
        first.resolve();
      } catch (error) {
        onLog(`What is published could not be read; tried again soon: ${(error as Error).message}`);
      }
      await wakeup;
      onBell();
    }
  }

  const following = follow();
  return {
    ready: first.promise,
    isReady: () => isReady,
    sourceFor: ({ workspaceId, deploymentIds }) => ({
      endpoints: () =>
        [...(workspaces.get(workspaceId) ?? [])].flatMap(([deploymentId, { endpoint }]) =>
          endpoint && (deploymentIds === null || deploymentIds.includes(deploymentId)) ? [endpoint] : [],
        ),
      ready: first.promise,
      isReady: () => isReady,
      load: refuseChange,
      unload: refuseChange,
      close: async () => {},
    }),
    swaps: () => swaps,
    close: async () => {
      closing.abort();
      await following;
    },
  };
}

function refuseChange(): Promise<never> {
  const message =
    "What is published is loaded when it is asked for. To change what is published, use the Deployments page.";
  return Promise.reject(new ServingError(400, message));
}
