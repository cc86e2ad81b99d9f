import type { RunEvent } from "./run-events.ts";

/**
 * What a run's event says of the workflow that runs within it at a path ("outer/inner"), as that workflow's own run would
 * tell it. Null for what happened to other steps.
 */
export function eventWithin(event: RunEvent, path: string): RunEvent | null {
  const prefix = `${path}/`;
  if ("nodeId" in event) {
    if (!event.nodeId.startsWith(prefix)) return null;
    const nodeId = event.nodeId.slice(prefix.length);
    if (event.type !== "step.skipped" || !("nodeId" in event.reason)) return { ...event, nodeId };
    const { reason } = event;
    const source = reason.nodeId.startsWith(prefix) ? reason.nodeId.slice(prefix.length) : reason.nodeId;
    return { ...event, nodeId, reason: { ...reason, nodeId: source } };
  }
  if (event.type !== "run.started") return event;
  const within = (ids: string[] | undefined) =>
    (ids ?? []).flatMap((id) => (id.startsWith(prefix) ? id.slice(prefix.length) : []));
  const innerSteps = Object.entries(event.innerSteps ?? {}).flatMap(([id, count]) =>
    id.startsWith(prefix) ? [[id.slice(prefix.length), count] as const] : [],
  );
  return {
    ...event,
    resumedSteps: within(event.resumedSteps),
    failedSteps: within(event.failedSteps),
    innerSteps: Object.fromEntries(innerSteps),
  };
}
