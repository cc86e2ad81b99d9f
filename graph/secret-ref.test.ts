import { expect, test } from "vitest";
import type { JsonValue } from "./json.ts";
import { emptyGraph, type Graph, type GraphNode } from "./schema.ts";
import { secretProblems } from "./secret-problems.ts";
import { secretNameSchema, secretNamesIn, secretUsesIn } from "./secret-ref.ts";
import { stripSecrets } from "./strip-secrets.ts";

function graphOf(nodes: Record<string, Partial<GraphNode>>): Graph {
  const all = Object.entries(nodes).map(([id, node]): [string, GraphNode] => [
    id,
    { id, type: "ask", version: 1, position: { x: 0, y: 0 }, params: {}, ...node },
  ]);
  return { ...emptyGraph, nodes: Object.fromEntries(all) };
}
const ref = (secretName: string): JsonValue => ({ secretName });

test.each(["A", "SERVICE_KEY", "A1_", "A".repeat(64)])("%s is a name", (name) => {
  expect(secretNameSchema.safeParse(name).success).toBe(true);
});
test.each(["", "a", "1A", "_A", "A-B", "A B", "Ä", "A".repeat(65), "sk-abcdefghijklmnopqrstuvwx"])(
  "%j is none",
  (name) => {
    expect(secretNameSchema.safeParse(name).success).toBe(false);
  },
);

test("secrets are found by their form, however deep, and each name once", () => {
  const graph = graphOf({
    a: { params: { key: ref("B_KEY"), deep: [{ more: ref("A_KEY") }] } },
    b: { params: { key: ref("B_KEY"), no: { secretName: "A_KEY", more: 1 }, text: "A_KEY" } },
  });

  expect(secretNamesIn([graph, graphOf({ c: { params: { key: ref("C_KEY") } } })])).toEqual([
    "A_KEY",
    "B_KEY",
    "C_KEY",
  ]);
  expect(secretUsesIn(graph)).toContainEqual({ nodeId: "b", param: "key", secretName: "B_KEY" });
});

test("what is missing is a problem at the param, but not of nodes that do not run", () => {
  const graph = graphOf({
    a: { params: { secret: ref("THERE") } },
    b: { params: { secret: ref("GONE") } },
    c: { params: { secret: ref("GONE") }, disabled: true },
    d: { params: { secret: ref("GONE") }, disabled: "bypass" },
  });

  expect(secretProblems(graph, { names: new Set(["THERE"]), library: {} })).toEqual([
    {
      code: "missing-secret",
      severity: "error",
      nodeId: "b",
      param: "secret",
      message: 'This workspace has no secret "GONE". Create it, or choose another one.',
    },
  ]);
});

test("a copy keeps the name of a secret, and leaves out what was written in the clear", () => {
  const headers = { "X-Api-Key": "abc", Authorization: "Bearer {{token}}", Accept: "text/plain" };
  const graph = graphOf({ a: { params: { secret: ref("SERVICE_KEY"), headers } } });

  const { graph: copy, warnings } = stripSecrets(graph);

  expect(copy.nodes.a!.params).toEqual({
    secret: ref("SERVICE_KEY"),
    headers: { "X-Api-Key": "", Authorization: "", Accept: "text/plain" },
  });
  expect(warnings.map(({ code }) => code)).toEqual(["secret-removed", "secret-removed"]);
});
