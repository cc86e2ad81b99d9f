import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FileRef } from "../../graph/schema.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { graphOf } from "../deployments/graphs-for-tests.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";
import { removeWorkflow } from "../workflows/remove-workflow.ts";
import { saveWorkflow } from "../workflows/save-workflow.ts";
import { listFiles } from "./list-files.ts";
import { storeFile } from "./store-file.ts";

let db: TestDatabase;
let dir: string;
let ours: ServiceContext;
let theirs: ServiceContext;
let sales: FileRef;
let cats: FileRef;

beforeAll(async () => {
  db = await createTestDatabase();
  dir = mkdtempSync(join(tmpdir(), "patchbay-files-"));
  const artifacts = await openFolderStore(dir);
  ours = contextOf(db.database, (await createTestWorkspace(db.database, "Ours")).people.editor);
  theirs = contextOf(db.database, (await createTestWorkspace(db.database, "Theirs")).people.editor);
  const store = (name: string, text: string) =>
    storeFile(
      { ...ours, artifacts },
      {
        name,
        maxBytes: 1_000,
        content: (async function* () {
          yield Buffer.from(text);
        })(),
      },
    );
  sales = await store("sales.csv", "month,sold\nMay,3\n");
  cats = await store("cats.csv", "name\nTom\n");
});
afterAll(async () => {
  await db.close();
  rmSync(dir, { recursive: true });
});

const reading = (...files: FileRef[]) =>
  graphOf(Object.fromEntries(files.map((file, index) => [`read${index}`, ["read-table", { file }]])));

test("each file of the workspace's workflows is listed once, the last changed first", async () => {
  const first = await createWorkflow(ours, { title: "First", graph: reading(sales, cats) });
  await createWorkflow(ours, { title: "Second", graph: reading(sales) });

  expect(await listFiles(ours)).toEqual([
    { file: sales, workflow: "Second" },
    { file: cats, workflow: "First" },
  ]);
  expect(await listFiles(theirs)).toEqual([]);

  await saveWorkflow(ours, { workflowId: first.id, baseVersion: 1, graph: reading() });
  expect((await listFiles(ours)).map(({ file }) => file)).toEqual([sales]);
});

test("removed workflows do not count, and neither do files that the workspace does not have", async () => {
  const hash = createHash("sha256").update("never sent").digest("hex");
  const { id } = await createWorkflow(ours, { title: "Third", graph: reading(cats, { ...cats, hash }) });
  expect((await listFiles(ours)).map(({ file }) => file.hash)).not.toContain(hash);

  await removeWorkflow(ours, { workflowId: id });
  expect((await listFiles(ours)).map(({ file }) => file.name)).toEqual(["sales.csv"]);
});
