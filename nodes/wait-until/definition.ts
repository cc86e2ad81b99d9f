import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Ports } from "#graph/kinds";
import { durationUnits, LONGEST_WAIT_MS, unitNames, unitOptions } from "../duration-params.ts";
import { parseTime } from "./parse-time.ts";

const passed = { kind: "any", variable: "T" } as const;
const time = {
  label: "Time",
  type: { kind: "text" },
  optional: true,
  description: "ISO 8601 text, such as 2026-12-01T09:00:00Z. Goes before the param.",
} as const;
const inputs = { value: { label: "Value", type: passed }, time } as const satisfies Ports;
const outputs = { value: { label: "Value", type: passed } } as const satisfies Ports;

export const waitUntil = defineNode({
  type: "wait-until",
  version: 1,
  title: "Wait until",
  summary: "Lets a value pass at a time, or after a duration.",
  docs: `Holds the value **until a time** or **for a duration**, and lets it pass as it is. Meanwhile the run occupies no worker,
and it comes back also when everything was restarted in between.

- *A time* is ISO 8601 with its zone: \`2026-12-01T09:00:00Z\`, \`2026-12-01T09:00:00+01:00\`, or a day, \`2026-12-01\`, which
  begins at midnight UTC. It may come by the input *Time*. One that has passed lets the value through at once.
- *A duration* begins when the value arrives. It ends some tenths of a second late, never early.

With a list each item waits by itself, up to 500 of them; *Whole lists* holds the list as one.`,
  category: "logic",
  icon: "alarm-clock",
  keywords: ["delay", "sleep", "pause", "timer", "schedule", "date"],
  inputs: inputs as Ports,
  outputs: outputs as Ports,
  params: z.strictObject({
    mode: z
      .enum(["for", "until"])
      .default("for")
      .meta({
        title: "Waits",
        widget: "select",
        onNode: true,
        options: { for: "For a duration", until: "Until a time" },
      }),
    duration: z
      .number()
      .min(0)
      .max(1_000_000)
      .default(1)
      .meta({ title: "Duration", widget: "number", onNode: true, onlyFor: { param: "mode", values: ["for"] } }),
    unit: z
      .enum(unitNames)
      .default("minutes")
      .meta({
        title: "Unit",
        widget: "select",
        onNode: true,
        options: unitOptions,
        onlyFor: { param: "mode", values: ["for"] },
      }),
    time: z
      .string()
      .trim()
      .max(100)
      .default("")
      .meta({
        title: "Time",
        widget: "text",
        onNode: true,
        description: "ISO 8601 with its zone, such as 2026-12-01T09:00:00Z.",
        onlyFor: { param: "mode", values: ["until"] },
      }),
    wholeLists: z
      .boolean()
      .default(false)
      .meta({ title: "Whole lists", widget: "switch", description: "Holds a list as one instead of each item." }),
  }),
  portsFor: ({ wholeLists }) => {
    const list = wholeLists === true ? ({ list: "any" } as const) : {};
    return { inputs: { value: { ...inputs.value, ...list }, time }, outputs: { value: { ...outputs.value, ...list } } };
  },
  checkParams: ({ mode, time: text, duration, unit }) => {
    if (mode === "for") {
      if (duration * durationUnits[unit] <= LONGEST_WAIT_MS) return [];
      return [{ param: "duration", message: `${duration} ${unit} are too long. It may wait a year at most.` }];
    }
    const parsed = text === "" ? 0 : parseTime(text);
    return typeof parsed === "number" ? [] : [{ param: "time", message: parsed.problem }];
  },
  impure: true,
});
