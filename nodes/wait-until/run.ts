import "#server-only";
import { NodeError, type NodeRunner } from "#graph/node-runner";
import type { Flow } from "#graph/values";
import { durationUnits, LONGEST_WAIT_MS } from "../duration-params.ts";
import type { waitUntil } from "./definition.ts";
import { parseTime } from "./parse-time.ts";

/** Gives the value as it came, once the time has come. */
export const runWaitUntil: NodeRunner<typeof waitUntil> = ({ inputs, params, wait }) => {
  const { value, time } = inputs as { value: Flow; time?: string };
  if (params.mode === "for" && time === undefined) {
    wait({ kind: "time", forMs: params.duration * durationUnits[params.unit] });
    return { value };
  }
  const at = time === undefined ? { param: "time" } : { port: "time" };
  const text = time ?? params.time;
  if (text === "") {
    throw new NodeError("bad-params", "There is no time to wait until: write one, or connect a text to Time.", at);
  }
  const untilMs = parseTime(text);
  if (typeof untilMs !== "number") throw new NodeError("bad-input", untilMs.problem, at);
  if (untilMs - Date.now() > LONGEST_WAIT_MS) {
    throw new NodeError("bad-input", `"${text}" is more than a year away. It may wait a year at most.`, at);
  }
  wait({ kind: "time", untilMs });
  return { value };
};
