import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { describeAuthLog } from "./describe-auth-log.ts";

test("a failed query is logged with what the database said, and without its values", () => {
  const error = new DrizzleQueryError(
    'select "id" from "sessions" where "token" = $1',
    ["tok: en-of-a-session", 3],
    new Error("connect ECONNREFUSED"),
  );

  const line = describeAuthLog("Failed to get session", [error]);

  expect(line).toContain("Failed to get session");
  expect(line).toContain('from "sessions"');
  expect(line).toContain("connect ECONNREFUSED");
  expect(line).not.toContain("en-of-a-session");
});

test("a message that holds such a query itself is cut as well", () => {
  const error = new DrizzleQueryError("select 1", ["secret"], new Error("gone"));

  expect(describeAuthLog(`Error: ${error.message}`, [])).not.toContain("secret");
});
