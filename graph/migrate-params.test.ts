import { expect, test } from "vitest";
import { defineNode } from "./define-node.ts";
import { graphOf, testLibrary, withParams } from "./graph-for-tests.ts";
import { migrateParams } from "./migrate-params.ts";

const renamed = defineNode({
  ...testLibrary.threshold,
  version: 3,
  migrateParams: (params, fromVersion) => (fromVersion < 3 ? { ...params, least: params.minimum } : params),
});
const library = { ...testLibrary, threshold: renamed };

test("params of an older version are lifted, and the node has the newest one", () => {
  const graph = withParams(graphOf("t: threshold", "a: camera"), "t", { label: "star", minimum: 0.4 });

  const lifted = migrateParams(graph, library);

  expect(lifted.nodes.t).toMatchObject({ version: 3, params: { label: "star", least: 0.4 } });
  expect(lifted.nodes.a).toBe(graph.nodes.a);
});

test("a graph with nothing to lift stays the same object; unknown types and newer versions are left alone", () => {
  const graph = graphOf("x: teleport", "c: constructor", "t: threshold");
  graph.nodes.t!.version = 9;

  expect(migrateParams(graph, library)).toBe(graph);
});
