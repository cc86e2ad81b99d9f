import { triggerTitles } from "../run-triggers.ts";
import type { Comparison, RunClause, RunQuery, RunTest } from "./run-query.ts";
import { printDuration } from "./time-units.ts";

/** How the query was understood, a phrase for each clause: "duration is more than 2 s". */
export function describeQuery({ clauses }: RunQuery): string[] {
  return clauses.map(describeClause);
}

function describeClause(clause: RunClause): string {
  const values = clause.tests.map((test) => describeTest(clause, test));
  const listed = values.length === 1 ? values[0]! : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
  if (clause.field === "words") return `${clause.isNegated ? "does not hold" : "holds"} ${listed}`;
  const { subject, verb, negated } = words[clause.field];
  const name = clause.port === undefined ? subject : `${subject} “${clause.port}”`;
  return [name, clause.isNegated ? negated : verb, listed].filter(Boolean).join(" ");
}

const is = { verb: "is", negated: "is not" };
const holds = { verb: "holds", negated: "does not hold" };
const words: Record<Exclude<RunClause["field"], "words">, { subject: string; verb: string; negated: string }> = {
  status: { subject: "status", ...is },
  is: { subject: "it", ...is },
  workflow: { subject: "workflow", ...holds },
  version: { subject: "version", ...is },
  run: { subject: "number", ...is },
  trigger: { subject: "started from", verb: "the", negated: "not the" },
  person: { subject: "started by", verb: "", negated: "not" },
  batch: { subject: "batch", ...holds },
  tag: { subject: "tag", ...is },
  note: { subject: "note", ...holds },
  error: { subject: "error", ...holds },
  started: { subject: "started", verb: "", negated: "not" },
  duration: { subject: "duration", ...is },
  wait: { subject: "wait before its start", ...is },
  steps: { subject: "steps", verb: "are", negated: "are not" },
  cached: { subject: "share of reused steps", ...is },
  device: { subject: "device", ...is },
  model: { subject: "model", ...is },
  computed: { subject: "a model that computed", ...is },
  node: { subject: "a node that computed", ...holds },
  input: { subject: "input", ...is },
  output: { subject: "output", ...is },
};

const compared: Record<Comparison, string> = {
  "=": "",
  ">": "more than ",
  ">=": "at least ",
  "<": "less than ",
  "<=": "at most ",
};

const dated: Record<Comparison, string> = {
  "=": "on ",
  ">": "after ",
  ">=": "on or after ",
  "<": "before ",
  "<=": "on or before ",
};

function describeTest(clause: RunClause, test: RunTest): string {
  switch (test.kind) {
    case "choice":
      return clause.field === "trigger"
        ? (Object.entries(triggerTitles).find(([name]) => name === test.value)?.[1] ?? test.value)
        : test.value;
    case "text":
      if (clause.field === "person" && test.value.toLowerCase() === "me") return "you";
      return test.isWhole && clause.port === undefined ? `exactly “${test.value}”` : `“${test.value}”`;
    case "words":
      return `“${test.value}”`;
    case "number":
      return compared[test.comparison] + test.value;
    case "duration":
      return compared[test.comparison] + spaced(test.ms);
    case "percent":
      return `${compared[test.comparison]}${test.percent} %`;
    case "age":
      return test.comparison === "<" ? `in the last ${spaced(test.ms)}` : `more than ${spaced(test.ms)} ago`;
    case "date":
      return test.date === "today" || test.date === "yesterday"
        ? `${test.comparison === "=" ? "" : dated[test.comparison]}${test.date}`
        : dated[test.comparison] + test.date.replace("T", " ");
    case "model":
      return `${test.isWhole ? "exactly " : ""}“${test.name}”${test.version === null ? "" : ` version ${test.version}`}`;
  }
}

const spaced = (ms: number) => printDuration(ms).replace(/(?<=\d)(?=[a-z])/, " ");
