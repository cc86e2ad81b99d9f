import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyGraph, type Graph } from "../../graph/schema.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWorkflow } from "./create-workflow.ts";
import { getVersion } from "./get-version.ts";
import { listVersions } from "./list-versions.ts";
import { nameVersion } from "./name-version.ts";
import { saveWorkflow } from "./save-workflow.ts";

let test_: TestDatabase;
let context: ServiceContext;
let theirs: ServiceContext;

beforeAll(async () => {
  test_ = await createTestDatabase();
  const ours = await createTestWorkspace(test_.database, "Ours");
  context = contextOf(test_.database, ours.people.editor);
  theirs = contextOf(test_.database, (await createTestWorkspace(test_.database, "Theirs")).people.editor);
});
afterAll(() => test_.close());

function noteOf(text: string): Graph {
  const note = { id: "n", text, position: { x: 0, y: 0 }, size: { width: 100, height: 100 } };
  return { ...emptyGraph, notes: { n: note } };
}

async function workflowWith(saves: number): Promise<string> {
  const { id } = await createWorkflow(context, {});
  for (let number = 1; number <= saves; number += 1) {
    await saveWorkflow(context, { workflowId: id, baseVersion: number, graph: noteOf(`Save ${number}`) });
  }
  return id;
}

test("every save stays in the history, page by page, newest first", async () => {
  const workflowId = await workflowWith(6);

  const first = await listVersions(context, { workflowId, limit: 4 });
  const second = await listVersions(context, { workflowId, limit: 4, cursor: first.nextCursor! });

  expect(first.items.map(({ number }) => number)).toEqual([7, 6, 5, 4]);
  expect(second.items.map(({ number }) => number)).toEqual([3, 2, 1]);
  expect(second.nextCursor).toBeNull();
  expect(first.items[0]).toMatchObject({
    name: null,
    runCount: 0,
    tests: null,
    publishedAs: [],
    savedBy: { id: context.userId },
  });
  expect((await getVersion(context, { workflowId, version: 3 })).graph).toEqual(noteOf("Save 2"));
});

test("a version that has a name is found by it among the others, until the name is taken away", async () => {
  const workflowId = await workflowWith(3);
  await nameVersion(context, { workflowId, version: 2, name: "Before the new model" });

  const named = await listVersions(context, { workflowId, onlyNamed: true });
  expect(named.items.map(({ number, name }) => [number, name])).toEqual([[2, "Before the new model"]]);

  await nameVersion(context, { workflowId, version: 2, name: null });
  expect((await listVersions(context, { workflowId, onlyNamed: true })).items).toEqual([]);
});

test("a version that is not there, and another workspace's, are answered alike", async () => {
  const workflowId = await workflowWith(1);
  const notFound = { code: "NOT_FOUND" };

  await expect(getVersion(context, { workflowId, version: 9 })).rejects.toMatchObject({
    ...notFound,
    message: "There is no version 9 of this workflow; the newest is 2.",
  });
  await expect(nameVersion(context, { workflowId, version: 9, name: "A name" })).rejects.toMatchObject(notFound);
  await expect(listVersions(theirs, { workflowId })).rejects.toMatchObject(notFound);
  await expect(getVersion(theirs, { workflowId, version: 1 })).rejects.toMatchObject(notFound);
  await expect(nameVersion(theirs, { workflowId, version: 1, name: "A name" })).rejects.toMatchObject(notFound);
});
