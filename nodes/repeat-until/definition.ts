import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Ports } from "#graph/kinds";
import { inputPorts, outputPorts, workflowParam } from "../workflow-ports.ts";
import { repeatProblems } from "./repeat-problems.ts";
import { readsClockOrChance } from "../reads-clock-or-chance.ts";

/** More than that is a program, and one that nobody waits for. */
export const MAX_ITERATIONS = 10_000;

const iterations = { label: "Iterations", type: { kind: "number" } } as const satisfies Ports[string];

export const repeatUntil = defineNode({
  type: "repeat-until",
  version: 1,
  title: "Repeat until",
  summary: "Runs a workflow again and again, its outputs fed back into its inputs, until a condition holds.",
  docs: `Runs a workflow, then again with **what its outputs gave at its inputs of the same names**, until it is told to stop.
Inputs without an output of their name get the same value each time. The node gives the outputs of the last iteration, and how
many iterations it took.

It stops after the iteration for which

- the output named in *Until output* is true; or, where none is named,
- the expression in *Until* holds: JavaScript over the outputs by name and \`iteration\`, counted from 1, such as
  \`error < 0.01\`, \`iteration >= 5\` or \`outputs["my result"].length > 3\`.

*At most* is the number of iterations after which it gives up: the node then fails and says so, or gives the last values if you
choose that. The limit for it is ${MAX_ITERATIONS / 1_000} thousand.

A list at an input for one item repeats separately for each item.`,
  category: "logic",
  icon: "repeat",
  keywords: ["loop", "while", "iterate", "until", "recursion", "converge"],
  isImpure: readsClockOrChance,
  inputs: {} as Ports,
  outputs: { iterations } as Ports,
  params: z.strictObject({
    workflow: workflowParam({ onNode: true }),
    until: z.string().max(10_000).default("").meta({
      title: "Until",
      widget: "expression",
      scope: "outputs",
      onNode: true,
      description: "A JavaScript expression over the outputs and iteration. Not used where an output is named below.",
    }),
    untilOutput: z.string().max(100).default("").meta({
      title: "Until output",
      widget: "text",
      description: "The name of a boolean output of the workflow that ends the repetition.",
    }),
    atMost: z.number().int().min(1).max(MAX_ITERATIONS).default(100).meta({
      title: "At most",
      widget: "number",
      unit: "iterations",
      onNode: true,
    }),
    otherwise: z
      .enum(["fail", "give-last"])
      .default("fail")
      .meta({
        title: "Otherwise",
        widget: "select",
        description: "What happens when the condition does not hold after so many iterations.",
        options: { fail: "Fail", "give-last": "Give the last values" },
      }),
  }),
  portsFor: ({ workflow }) => ({
    inputs: inputPorts(workflow),
    outputs: { ...outputPorts(workflow), [iterationsPort(workflow)]: iterations },
  }),
  checkParams: repeatProblems,
  body: "repeated",
});

/** An output of the workflow may have taken the name. */
export function iterationsPort(workflow: { outputs?: readonly { port: string }[] } | undefined): string {
  let port = "iterations";
  for (let n = 2; Array.isArray(workflow?.outputs) && workflow.outputs.some((one) => one.port === port); n++) {
    port = `iterations_${n}`;
  }
  return port;
}
