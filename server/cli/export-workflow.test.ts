import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Graph } from "../../graph/schema.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { contextOf } from "../service-context-for-tests.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";
import { patchbay, patchbayJson, scratchFolder, workflowOf, writeScratch } from "./patchbay-for-tests.ts";

const folder = scratchFolder();
const shout = workflowOf(
  {
    who: { type: "workflow-input", params: { name: "who", sample: "world" } },
    loud: { type: "evaluate", params: { inputs: ["who"], expression: "who.toUpperCase()", output: "text" } },
    result: { type: "workflow-output", params: { name: "result" } },
  },
  ["who.value -> loud.who", "loud.result -> result.value"],
);
const script = `import { node, workflow } from "patchbay/builder";
const who: ReturnType<typeof node> = node("workflow-input", { name: "who", sample: "you" });
export default workflow("By hand").add({ who });
`;

describe("export", () => {
  test("gives a script that gives the document byte for byte", async () => {
    const json = await patchbay("export", writeScratch(folder, "shout.json", shout));
    const ts = join(folder, "shout.ts");
    await patchbay("export", join(folder, "shout.json"), "--out", ts);
    const again = await patchbay("export", ts);

    expect(readFileSync(ts, "utf8")).toContain('const who = node("workflow-input", { name: "who", sample: "world" });');
    expect(JSON.parse(json.stdout)).toEqual(shout);
    expect(again).toEqual(json);
  });

  test("of a script by hand gives what it builds", async () => {
    const { stdout } = await patchbay("export", writeScratch(folder, "hand.ts", script));

    expect(JSON.parse(stdout)).toMatchObject({ title: "By hand", graph: { nodes: { who: { version: 1 } } } });
  });

  test.each([
    ["throws", 'import "patchbay/builder";\nthrow new Error("No luck.");', "does not run: No luck. (line 2)"],
    ["is no TypeScript", "const = 3;", "does not run: "],
    ["names a node type that there is not", script.replace("workflow-input", "fly"), 'no node type "fly"'],
    ["exports no workflow", "export default 3;", "exports no workflow. End it with"],
    ["imports what is not there", 'import "./nowhere.ts";', "does not run: Cannot find module"],
  ])("of a script that %s says so: 2", async (_, text, message) => {
    const { code, document } = await patchbayJson("validate", writeScratch(folder, "broken.ts", text));

    expect(code).toBe(2);
    expect(document.error).toMatchObject({ message: expect.stringContaining(message) });
  });
});

test("a script is validated and run as its document is", async () => {
  await patchbay("export", writeScratch(folder, "shout.json", shout), "--out", join(folder, "shout.mts"), "--ts");

  expect((await patchbay("validate", join(folder, "shout.mts"))).stdout).toBe("Test: can run, 3 nodes.\n");
  const ran = await patchbayJson("run", join(folder, "shout.mts"), "--input", "who=all");
  expect(ran.document).toMatchObject({ status: "succeeded", outputs: { result: "ALL" } });
});

describe("a saved workflow", () => {
  let database: TestDatabase;
  const saved = (subject: string) => patchbay("export", "--saved", subject, "--ts");

  beforeAll(async () => {
    database = await createTestDatabase();
    process.env.DATABASE_URL = database.url;
    for (const [workspace, titles] of [
      ["Ours", ["Shout", "Twice"]],
      ["Theirs", ["Twice"]],
    ] as const) {
      const context = contextOf(
        database.database,
        (await createTestWorkspace(database.database, workspace)).people.editor,
      );
      for (const title of titles) await createWorkflow(context, { title, graph: shout.graph as unknown as Graph });
    }
  });
  afterAll(async () => {
    delete process.env.DATABASE_URL;
    await database.close();
  });

  test("is exported by its title", async () => {
    expect(await saved("Shout")).toMatchObject({ code: 0, stdout: expect.stringContaining('workflow("Shout")') });
  });

  test("of a title that there is twice is asked for by its id", async () => {
    const { code, stderr } = await saved("Twice");
    const [, id = ""] = /^ {2}(\S+) in Theirs$/m.exec(stderr) ?? [];

    expect(code).toBe(2);
    expect(stderr).toContain('2 workflows are called "Twice". Name one by its id:');
    expect((await saved(id)).code).toBe(0);
  });

  test("that is not there is said", async () => {
    expect(await saved("Nothing")).toMatchObject({ code: 2, stderr: expect.stringContaining('"Nothing"') });
  });
});
