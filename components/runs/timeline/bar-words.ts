import type { NodeRunState } from "#graph/run-events";
import { deviceName } from "../../accelerators/device-name.ts";
import { formatDuration } from "../../ui/format-duration.ts";
import { formatQuantity } from "../../ui/format-number.ts";
import type { Bar, BarKind } from "./step-bars.ts";

const words: Record<BarKind, string> = {
  wait: "Waited",
  work: "Worked",
  copy: "Copied",
  compute: "Computed",
  running: "Has been running",
  paused: "Waits",
  cached: "Taken from the cache",
  taken: "Taken over",
  failed: "Failed after",
  lost: "Stopped after",
};

/** What a bar means: "Computed 18 ms together with 3 more". */
export function barText({ kind, fromMs, toMs, joint }: Bar): string {
  if (kind === "cached" || kind === "taken") return words[kind];
  const others = joint && joint.size > 1 ? ` together with ${joint.size - 1} more` : "";
  return `${words[kind]} ${formatDuration(toMs - fromMs)}${others}`;
}

/** Where the time of the step went, part by part, as far as it is known. */
export function phasesText({ waitedMs, durationMs, calls, device, tries }: NodeRunState): string[] {
  const sum = (of: (call: NonNullable<typeof calls>[number]) => number) =>
    (calls ?? []).reduce((total, call) => total + of(call), 0);
  const copiedMs = sum(({ copyInMs, copyOutMs }) => copyInMs + copyOutMs);
  const queuedMs = sum((call) => call.waitedMs);
  return [
    ...(waitedMs === undefined ? [] : [`${formatDuration(waitedMs)} ready and waiting`]),
    ...(queuedMs >= 0.05 ? [`${formatDuration(queuedMs)} waiting for the model`] : []),
    ...(calls && calls.length > 0
      ? [`${formatDuration(sum(({ computeMs }) => computeMs))} computing in ${formatQuantity(calls.length, "call")}`]
      : []),
    ...(copiedMs >= 0.05 ? [`${formatDuration(copiedMs)} copying`] : []),
    ...(durationMs === undefined ? [] : [`${formatDuration(durationMs)} in all`]),
    ...(device === undefined ? [] : [`on ${deviceName(device)}`]),
    ...(tries && tries.length > 0 ? [`${formatQuantity(tries.length, "earlier try", "earlier tries")}`] : []),
  ];
}
