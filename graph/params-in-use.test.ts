import { expect, test } from "vitest";
import { z } from "zod";
import { defineNode } from "./define-node.ts";
import { findProblems } from "./find-problems.ts";
import type { JsonObject } from "./json.ts";
import type { Ports } from "./kinds.ts";
import { isParamInUse, paramsInUse } from "./params-in-use.ts";
import { planGraph } from "./plan-graph.ts";
import { portsOf } from "./ports-of.ts";
import { emptyGraph } from "./schema.ts";
import type { Graph } from "./schema.ts";
import { secretProblems } from "./secret-problems.ts";
import { secretRefSchema } from "./secret-ref.ts";

/** Sends with a key or without, and has an input for a body where the method has one. */
const sender = defineNode({
  type: "sender",
  version: 1,
  title: "Sender",
  summary: "",
  docs: "",
  category: "logic",
  icon: "box",
  inputs: {} as Ports,
  outputs: {} as Ports,
  params: z.strictObject({
    auth: z.enum(["none", "key"]).default("none"),
    key: secretRefSchema
      .nullable()
      .default(null)
      .meta({ title: "Key", onlyFor: { param: "auth", values: ["key"] } }),
    method: z.enum(["GET", "POST"]).default("GET"),
    bytes: z
      .number()
      .max(9)
      .default(0)
      .meta({ title: "Bytes", onlyFor: { param: "method", except: ["GET"] } }),
  }),
  portsFor: ({ bytes }) => ({
    inputs: (bytes ? { body: { label: "Body", type: { kind: "text" } } } : {}) as Ports,
    outputs: {},
  }),
  checkParams: ({ key }) => (key?.secretName === "WRONG" ? [{ param: "key", message: "That is not it." }] : []),
});
const library = { sender };

function graphOf(params: JsonObject): Graph {
  return { ...emptyGraph, nodes: { a: { id: "a", type: "sender", version: 1, position: { x: 0, y: 0 }, params } } };
}

test.each<[JsonObject, string[]]>([
  [{}, ["auth", "method"]],
  [{ auth: "key" }, ["auth", "key", "method"]],
  [{ method: "POST" }, ["auth", "method", "bytes"]],
  [{ auth: 7, method: null }, ["auth", "method", "bytes"]],
])("with %j the params that mean something are %j", (params, names) => {
  const inUse = Object.keys(sender.params.shape).filter((name) => isParamInUse(sender, params, name));

  expect(inUse).toEqual(names);
});

test("what means nothing now is left out of what counts, and stays in the document", () => {
  const params = { auth: "none", key: { secretName: "KEPT" }, method: "POST", bytes: 3 };

  expect(paramsInUse(sender, params)).toEqual({ auth: "none", method: "POST", bytes: 3 });
  expect(params.key).toEqual({ secretName: "KEPT" });
});

test("it is neither checked nor run, and gives no port", () => {
  const graph = graphOf({ auth: "none", key: { secretName: "WRONG" }, method: "GET", bytes: 300 });

  const planned = planGraph(graph, library);

  expect(findProblems(graph, library)).toEqual([]);
  expect(secretProblems(graph, { names: new Set(), library })).toEqual([]);
  expect(portsOf(graph.nodes.a!, sender).inputs).toEqual({});
  expect(planned.ok && planned.plan.steps[0]!.params).toEqual({ auth: "none", key: null, method: "GET", bytes: 0 });
});

test("it counts again as it was once the other param says so", () => {
  const graph = graphOf({ auth: "key", key: { secretName: "WRONG" }, method: "POST", bytes: 300 });

  expect(findProblems(graph, library).map(({ param }) => param)).toEqual(["bytes"]);
  expect(secretProblems(graph, { names: new Set(), library }).map(({ param }) => param)).toEqual(["key"]);
  expect(findProblems(graphOf({ ...graph.nodes.a!.params, bytes: 3 }), library)).toMatchObject([
    { param: "key", message: "That is not it." },
    { port: "body", message: '"Body" is not connected.' },
  ]);
});
