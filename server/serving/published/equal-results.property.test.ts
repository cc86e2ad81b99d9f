import { afterAll, beforeAll, expect, test } from "vitest";
import { expectServed, makeWorkflows } from "../random-requests-for-tests.ts";
import { openPortsForTests } from "./ports-for-tests.ts";

let ports: Awaited<ReturnType<typeof openPortsForTests>>;
beforeAll(async () => {
  ports = await openPortsForTests();
});
afterAll(() => ports.close());

test("published workflows, each request a run in an engine, give what each item gives by itself", async () => {
  const { made, seed } = makeWorkflows(12);
  const { key } = await ports.createKey();
  for (const [index, workflow] of made.entries()) {
    for (const { ref, bytes } of workflow.models) await ports.uploadModel(ref.name, bytes);
    await ports.publishWorkflow(`w${index}`, workflow.graph);
  }
  await ports.untilServed(`w${made.length - 1}`, 1, key);

  for (const [index, workflow] of made.entries()) {
    const headers = { authorization: `Bearer ${key}` };
    const asked = expectServed(workflow, { url: `${ports.http}/v2/models/w${index}/infer`, headers });
    await expect(asked, `seed ${seed}, workflow ${index}`).resolves.toBeUndefined();
  }
});
