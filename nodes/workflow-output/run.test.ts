import { expect, test } from "vitest";
import { workflowOutput } from "./definition.ts";
import { runWorkflowOutput } from "./run.ts";

test("gives no ports of its own: the result is the record of what it is connected to", async () => {
  const outputs = await runWorkflowOutput({
    inputs: { value: { kind: "number", value: 3 } },
    params: { name: "count" },
    context: {} as never,
    wait: {} as never,
  });

  expect(outputs).toEqual({});
});

test.each(["count", "Größe", "total price", "_x", "a.b-c"])("takes %j as a name", (name) => {
  expect(workflowOutput.params.safeParse({ name }).success).toBe(true);
});

test.each(["", "  ", "1st", "__proto__", "constructor", "a\nb", "x".repeat(101), "<img>"])(
  "refuses %j as a name",
  (name) => {
    expect(workflowOutput.params.safeParse({ name }).success).toBe(false);
  },
);
