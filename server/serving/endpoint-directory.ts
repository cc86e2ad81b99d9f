import type { EndpointSource, ServedEndpoint } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";

export type EndpointDirectory = {
  /** By name, and the versions of a name from the lowest. */
  all: () => ServedEndpoint[];
  versionsOf: (name: string) => ServedEndpoint[];
  /** Without a version the highest that is ready, or the highest where none is. @throws ServingError 404 */
  require: (name: string, version?: string) => ServedEndpoint;
  isReady: () => boolean;
  /** @throws ServingError 400, 404 */
  load: (name: string) => Promise<void>;
  /** @throws ServingError 400, 404 */
  unload: (name: string) => Promise<void>;
  metrics: () => string[];
  close: () => Promise<void>;
};

/** The endpoints of several sources, whose names must differ. */
export function createEndpointDirectory(sources: readonly EndpointSource[]): EndpointDirectory {
  const all = () => sources.flatMap((source) => source.endpoints()).toSorted(inOrder);
  const versionsOf = (name: string) => all().filter((endpoint) => endpoint.name === name);

  async function ask(verb: "load" | "unload", name: string) {
    // Who has it is asked first; else each that could find it at its place.
    const owner = sources.find((source) => source.endpoints().some((endpoint) => endpoint.name === name));
    const act = (owner ?? sources.find((source) => source[verb] !== undefined))?.[verb];
    if (!act) throw new ServingError(400, `${JSON.stringify(name.slice(0, 200))} cannot be loaded or unloaded here.`);
    await act(name);
  }

  return {
    all,
    versionsOf,
    require: (name, version) => {
      const versions = versionsOf(name);
      if (versions.length === 0) {
        const known = [...new Set(all().map((endpoint) => `"${endpoint.name}"`))].join(", ") || "none";
        throw new ServingError(404, `There is no model ${JSON.stringify(name.slice(0, 200))}. There is ${known}.`);
      }
      if (version === undefined || version === "") {
        return versions.findLast((endpoint) => endpoint.state().state === "READY") ?? versions.at(-1)!;
      }
      const found = versions.find((endpoint) => endpoint.version === version);
      if (found) return found;
      const others = versions.map((endpoint) => `"${endpoint.version}"`).join(", ");
      const quoted = JSON.stringify(version.slice(0, 50));
      throw new ServingError(404, `The model "${name}" has no version ${quoted}, only ${others}.`);
    },
    isReady: () => sources.every((source) => source.isReady()),
    load: (name) => ask("load", name),
    unload: (name) => ask("unload", name),
    metrics: () => sources.flatMap((source) => source.metrics?.() ?? []),
    close: async () => {
      await Promise.all(sources.map((source) => source.close()));
    },
  };
}

function inOrder(one: ServedEndpoint, other: ServedEndpoint): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return Number(one.version) - Number(other.version);
}
