import type { CachedFrom, NodeRunState, RunReason, RunState } from "#graph/run-events";
import { formatCount } from "../ui/format-number.ts";
import { formatDuration } from "../ui/format-duration.ts";
import { formatRelative } from "../ui/format-time.ts";

/** How the ports and params of a node are called where people see them. */
export type PortWords = { paramTitle: (name: string) => string; inputLabel: (port: string) => string };

/** Why a step ran, as a sentence. */
export function reasonSentence(reason: RunReason, words: PortWords): string {
  switch (reason.kind) {
    case "first":
      return "It ran because no run of this workflow had got through it before.";
    case "params":
      return `It ran because ${listed(reason.params.map(words.paramTitle))} changed since it last ran.`;
    case "model":
      return `It ran because ${listed(reason.params.map(words.paramTitle))} is another model than the last time.`;
    case "inputs":
      if (reason.ports.length === 0) return "It ran because the run was given another value for it.";
      return `It ran because what arrives at ${listed(reason.ports.map(words.inputLabel))} changed since it last ran.`;
    case "updated":
      return "It ran because the program has been updated since it last ran.";
    case "device":
      return "It ran because its model computes on another device than the last time.";
    case "impure":
      return "It runs each time, because it may give something else for the same inputs.";
    case "off":
      return "It runs each time, because its cache is off.";
    case "asked":
      return "It ran because the run was started without the cache.";
    case "small":
      return "Nothing changed. It ran because that takes less time than keeping its result.";
    case "evicted":
      return "Nothing changed, but its result was not kept: others were worth more for the room they take.";
    case "lost":
      return "Nothing changed, but its result could not be read back.";
    case "check":
      return "It ran to check the result that is kept.";
  }
}

/** "run 12, 5 min ago": where a cached result comes from. */
export function cachedFromText({ runNumber, at }: CachedFrom, now: Date): string {
  const age = formatRelative(new Date(at), now);
  return runNumber === undefined ? age : `run ${formatCount(runNumber)}, ${age}`;
}

/** Everything about a cached result in a sentence. */
export function cachedSentence(cached: CachedFrom, now: Date): string {
  return `Taken from ${cachedFromText(cached, now)}. That spared ${formatDuration(cached.savedMs)}.`;
}

/** What a step of a run says of reuse: where its result is from, or why it ran. Null before it has begun. */
export function reuseSentence(node: NodeRunState, words: PortWords, now: Date): string | null {
  if (node.cached) return cachedSentence(node.cached, now);
  return node.why ? reasonSentence(node.why, words) : null;
}

/** "3 of 7 steps cached, 4.2 s spared"; null where none is. */
export function cachedShareText(run: RunState): string | null {
  const steps = Object.values(run.nodes);
  const cached = steps.flatMap((step) => step.cached ?? []);
  if (cached.length === 0) return null;
  const savedMs = cached.reduce((sum, one) => sum + one.savedMs, 0);
  return `${cached.length} of ${steps.length} steps cached, ${formatDuration(savedMs)} spared`;
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `“${name}”`);
  const last = quoted.pop() ?? "something";
  return quoted.length === 0 ? last : `${quoted.join(", ")} and ${last}`;
}
