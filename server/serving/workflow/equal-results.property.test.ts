import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { MadeWorkflow } from "../../engine/random-workflow-for-tests.ts";
import { serveForTests } from "../model-server-for-tests.ts";
import { describe, expectServed, makeWorkflows } from "../random-requests-for-tests.ts";
import type { ServedWorkflow } from "./served-workflow.ts";

const folder = mkdtempSync(path.join(tmpdir(), "patchbay-served-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function served(made: MadeWorkflow, index: number): ServedWorkflow {
  const described = describe(made, `w${index}`);
  if (!described.ok) throw new Error(described.problems.join("\n"));
  const files = made.models.map(({ ref, bytes }) => {
    const file = path.join(folder, `${ref.hash}.onnx`);
    writeFileSync(file, bytes);
    return [ref.hash, file];
  });
  return { ...described.workflow, files: Object.fromEntries(files) as Record<string, string> };
}

test("workflows that are served give over HTTP, also to many at once, what each item gives by itself", async () => {
  const { made, seed } = makeWorkflows(24);
  const server = await serveForTests({ workflows: made.map(served) });

  for (const [index, workflow] of made.entries()) {
    const asked = expectServed(workflow, { url: `${server.httpUrl}/v2/models/w${index}/infer` });
    await expect(asked, `seed ${seed}, workflow ${index}`).resolves.toBeUndefined();
  }
});
