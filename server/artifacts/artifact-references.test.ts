import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { artifactReferences } from "./artifact-references.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test("every table with a foreign key to artifacts is known, so that nothing it needs is removed", async () => {
  const { rows } = await db.database.$client.query<{ name: string }>(
    "select distinct conrelid::regclass::text as name from pg_constraint where contype = 'f' and confrelid = 'artifacts'::regclass",
  );

  const known: string[] = artifactReferences.map(({ table }) => table);
  expect(rows.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  expect(rows.length).toBeGreaterThanOrEqual(3);
});

test("each of them has the columns that are looked at, and an index that begins with them", async () => {
  for (const { table } of artifactReferences) {
    const { rows } = await db.database.$client.query<{ columns: string[] }>(
      `select array(select attname::text from unnest(indkey[0:1]) as key join pg_attribute on attrelid = indrelid and attnum = key) as columns
       from pg_index where indrelid = $1::regclass`,
      [table],
    );

    expect(
      rows.some(({ columns }) => columns.toSorted().join() === "hash,workspace_id"),
      table,
    ).toBe(true);
  }
});
