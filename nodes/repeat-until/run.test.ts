import { afterAll, expect, test } from "vitest";
import type { HandedOn, SubWorkflow } from "#graph/node-runner";
import type { Flow } from "#graph/values";
import { openSandbox } from "#server/sandbox/open-sandbox";
import { createTestContext, noWait } from "../run-node-for-tests.ts";
import { repeatUntil } from "./definition.ts";
import { runRepeatUntil } from "./run.ts";

const sandbox = openSandbox();
afterAll(() => sandbox.close());

const place = (name: string, kind: "number" | "boolean" | "text" = "number") => ({
  name,
  port: name.replace(" ", "_"),
  type: { kind },
  list: 0 as const,
});
const workflow = {
  id: "halve",
  title: "Halve",
  version: null,
  inputs: [
    { ...place("size"), optional: false },
    { ...place("by"), optional: false },
  ],
  outputs: [
    { ...place("size"), lineage: [] },
    { ...place("is small", "boolean"), lineage: [] },
  ],
};
const number = (value: number): Flow => ({ kind: "number", value });

/** Divides, and says whether what is left is below one. */
function halving(): SubWorkflow & { given: unknown[] } {
  const given: unknown[] = [];
  return {
    given,
    run: async (inputs) => {
      given.push(inputs);
      const size = (inputs.size as { value: number }).value / (inputs.by as { value: number }).value;
      return { size: number(size), is_small: { kind: "boolean", value: size < 1 } };
    },
  };
}

async function repeat(params: Record<string, unknown>, sub: SubWorkflow = halving()) {
  const progress: [number, number][] = [];
  const outputs = await runRepeatUntil({
    inputs: { size: number(20), by: number(2) },
    params: repeatUntil.params.parse({ workflow, ...params }),
    context: createTestContext({ workflow: sub, sandbox, progress: (...told) => void progress.push(told) }),
    wait: noWait,
  });
  return { flows: (outputs as HandedOn).flows, progress };
}

test("feeds outputs back to the inputs of their names, until the condition holds", async () => {
  const sub = halving();

  const { flows, progress } = await repeat({ until: "size < 3", atMost: 9 }, sub);

  expect(flows).toMatchObject({ size: number(2.5), iterations: number(3) });
  expect(sub.given).toEqual([20, 10, 5].map((size) => ({ size: number(size), by: number(2) })));
  expect(progress).toEqual([
    [1, 9],
    [2, 9],
    [3, 9],
  ]);
});

test("ends with the output that is named, whatever it is called", async () => {
  expect((await repeat({ untilOutput: "is small" })).flows.iterations).toEqual(number(5));
  expect((await repeat({ until: 'outputs["is small"] || iteration === 2' })).flows.iterations).toEqual(number(2));
});

test("says the limit when the condition does not hold, or gives the last values", async () => {
  await expect(repeat({ until: "size > 99", atMost: 3 })).rejects.toMatchObject({
    kind: "not-converged",
    param: "atMost",
    message: expect.stringContaining('"size > 99" did not hold after 3 iterations'),
  });
  await expect(repeat({ untilOutput: "is small", atMost: 1 })).rejects.toThrow('The output "is small" was not true');

  const { flows } = await repeat({ until: "false", atMost: 3, otherwise: "give-last" });
  expect(flows).toMatchObject({ size: number(2.5), iterations: number(3) });
});

test("keeps what an output did not give", async () => {
  const given: unknown[] = [];
  const sub: SubWorkflow = { run: async (inputs) => (given.push(inputs.size), {}) };

  await repeat({ until: "iteration === 2" }, sub);

  expect(given).toEqual([number(20), number(20)]);
});

test.each([
  ["no end", { until: " " }, "until", "Nothing ends the repetition"],
  ["an output that is not there", { untilOutput: "done" }, "untilOutput", 'has no output "done"'],
  ["an output that is no boolean", { untilOutput: "size" }, "untilOutput", "only a boolean can end"],
  [
    "an output that does not fit its input",
    { until: "true", workflow: { ...workflow, outputs: [{ ...place("size", "text"), lineage: [] }] } },
    "workflow",
    "cannot be fed back",
  ],
])("has a problem with %s", (_, params, param, sentence) => {
  const problems = repeatUntil.checkParams!(repeatUntil.params.parse({ workflow, ...params }));

  expect(problems).toEqual([{ param, message: expect.stringContaining(sentence) }]);
});

test("calls its own output otherwise where the workflow has one of that name", () => {
  const outputs = [{ ...place("iterations"), lineage: [] }];

  expect(
    Object.keys(repeatUntil.portsFor!(repeatUntil.params.parse({ workflow: { ...workflow, outputs } })).outputs),
  ).toEqual(["iterations", "iterations_2"]);
});
