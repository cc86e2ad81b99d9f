import type { ModelStore } from "../../graph/node-runner.ts";
import type { OperatorTime, RunEvent } from "../../graph/run-events.ts";
import { clockOffset } from "../executor/clock-offset.ts";
import type { ProfiledModels } from "../inference/open-profiled-models.ts";
import { readProfile } from "../inference/read-profile.ts";
import { type OperatorEvent, ownTimes, packOperators } from "../traces/operator-events.ts";
import type { EngineServices } from "./open-services.ts";

const TOP_OPERATORS = 20;

export type Profiler = {
  /** The models of one node: each in a session of its own, so that its times are this node's alone. */
  modelsFor: (nodeId: string) => Pick<ModelStore, "open">;
  /** Ends the profiles and tells what is in them. */
  finish: () => Promise<RunEvent[]>;
};

type Opened = { nodeId: string; model: string; models: Promise<ProfiledModels>; firstRunAt: number | null };

/** Times the operators of the models of one run. */
export function createProfiler({
  openProfiledModels,
  putArtifact,
}: Pick<EngineServices, "openProfiledModels" | "putArtifact">): Profiler {
  const opened = new Map<string, Opened>();
  // As the run's own clock, set anew for each: what the process measured at its start drifts from the time of day.
  const offset = clockOffset();

  function modelsFor(nodeId: string): Pick<ModelStore, "open"> {
    return {
      open: async (model, options) => {
        const key = `${nodeId} ${options?.device ?? ""} ${model.hash}`;
        const entry = opened.get(key) ?? { nodeId, model: model.name, models: openProfiledModels(), firstRunAt: null };
        opened.set(key, entry);
        const open = await (await entry.models).open(model, options);
        return {
          ...open,
          run: (...given) => {
            entry.firstRunAt ??= offset + performance.now();
            return open.run(...given);
          },
        };
      },
    };
  }

  async function finishOne({ nodeId, model, models, firstRunAt }: Opened): Promise<RunEvent[]> {
    const [text] = await (await models).close();
    if (text === undefined || firstRunAt === null) return [];
    const { events, firstRunUs } = readProfile(text);
    const artifact = await putArtifact([packOperators(events)], "application/json");
    // The profile's clock begins with its session; the two clocks meet where the first run began.
    const openedAt = firstRunAt - (firstRunUs ?? 0) / 1_000;
    const profile = { model, openedAt, operators: costliest(events), events: artifact };
    return [{ type: "step.profiled", nodeId, at: Date.now(), profile }];
  }

  return {
    modelsFor,
    finish: async () => {
      const told: RunEvent[] = [];
      for (const entry of opened.values()) told.push(...(await finishOne(entry)));
      return told;
    },
  };
}

/** Times of the same operator on the same provider added up, the costliest first. What a loop computes counts as its own. */
function costliest(events: readonly OperatorEvent[]): OperatorTime[] {
  const sums = Map.groupBy(ownTimes(events), ({ operator, provider }) => `${operator} ${provider}`);
  const times = [...sums.values()].map((calls): OperatorTime => {
    const durationUs = calls.reduce((sum, call) => sum + call.durationUs, 0);
    const { operator, provider } = calls[0]!; // groups are not empty
    return { operator, provider, calls: calls.length, durationMs: durationUs / 1_000 };
  });
  return times.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, TOP_OPERATORS);
}
