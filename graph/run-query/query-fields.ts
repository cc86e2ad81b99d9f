import type { RunStatus } from "../run-events.ts";
import { runTriggers } from "../run-triggers.ts";
import type { FieldName } from "./run-query.ts";

export type FieldKind = "choice" | "text" | "words" | "number" | "duration" | "percent" | "moment" | "model" | "value";

export type QueryField = {
  name: Exclude<FieldName, "words">;
  kind: FieldKind;
  /** What it asks, for the list of fields. */
  summary: string;
  /** A clause that is good as it stands. */
  example: string;
  choices?: readonly string[];
};

const statuses = [
  "queued",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
] as const satisfies readonly RunStatus[];

/** Every field that a query may name, in the order in which they are offered. */
export const queryFields: readonly QueryField[] = [
  { name: "status", kind: "choice", summary: "How it stands", example: "status:failed", choices: statuses },
  { name: "workflow", kind: "text", summary: "Part of the workflow's title", example: 'workflow:"Read digits"' },
  { name: "started", kind: "moment", summary: "When, or how long ago", example: "started:<1h" },
  { name: "duration", kind: "duration", summary: "From its start to its end", example: "duration:>2s" },
  { name: "person", kind: "text", summary: "Who started it; “me” is you", example: "person:me" },
  { name: "tag", kind: "text", summary: "A tag that it has", example: "tag:nightly" },
  { name: "is", kind: "choice", summary: "Whether it is starred", example: "is:starred", choices: ["starred"] },
  { name: "trigger", kind: "choice", summary: "What started it", example: "trigger:api", choices: runTriggers },
  { name: "batch", kind: "text", summary: "Part of the name of its batch", example: 'batch:"Gate 3, June"' },
  { name: "error", kind: "words", summary: "Words of what failed", example: 'error:"out of memory"' },
  { name: "note", kind: "words", summary: "Words of its note", example: "note:baseline" },
  { name: "model", kind: "model", summary: "A model in it, also by version", example: "model:digits@3" },
  { name: "computed", kind: "model", summary: "A model that computed in it", example: "computed:digits@3" },
  { name: "node", kind: "text", summary: "Part of the title of a node that computed", example: 'node:"Resize image"' },
  { name: "version", kind: "number", summary: "Version of the workflow", example: "version:>=3" },
  { name: "device", kind: "text", summary: "Where its models computed", example: "device:cpu" },
  { name: "cached", kind: "percent", summary: "Share of steps that were reused", example: "cached:>50%" },
  { name: "input", kind: "value", summary: "A value that it was given, by name", example: "input.threshold:<0.4" },
  { name: "output", kind: "value", summary: "A value that it gave, by name", example: 'output.label:"7"' },
  { name: "wait", kind: "duration", summary: "From its order to its start", example: "wait:>10s" },
  { name: "steps", kind: "number", summary: "How many steps it has", example: "steps:>20" },
  { name: "run", kind: "number", summary: "Its number", example: "run:>=1200" },
];

const byName = new Map<string, QueryField>(queryFields.map((field) => [field.name, field]));

export function queryField(name: string): QueryField | undefined {
  return byName.get(name);
}
