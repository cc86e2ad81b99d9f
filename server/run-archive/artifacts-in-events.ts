import type { ArtifactRef } from "../../graph/recorded-values.ts";
import type { RunEvent } from "../../graph/run-events.ts";
import { artifactsOf } from "../worker/artifacts-of.ts";

/** Every artifact that the events point to, by its hash. */
export function artifactsInEvents(events: readonly RunEvent[]): Map<string, ArtifactRef> {
  const found = new Map<string, ArtifactRef>();
  const addAll = (outputs: Parameters<typeof artifactsOf>[0]["outputs"]) => {
    for (const artifact of artifactsOf({ outputs })) found.set(artifact.hash, artifact);
  };
  for (const event of events) {
    if (event.type === "step.finished" || event.type === "step.reused") addAll(event.outputs);
    if (event.type === "step.profiled") found.set(event.profile.events.hash, event.profile.events);
    if (event.type !== "step.waiting") continue;
    for (const wait of event.waits) if (wait.kind === "approval") addAll({ value: wait.value });
  }
  return found;
}
