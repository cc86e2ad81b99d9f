import fc from "fast-check";
import { expect, test } from "vitest";
import { crumbHref, pathInRun, readInnerPath, workflowHref } from "./inner-path.ts";
import type { InnerPath } from "./inner-path.ts";

const read = (href: string) => readInnerPath(new URL(href, "http://here").searchParams);
const id = fc.stringMatching(/^[A-Za-z0-9_.-]{1,40}$/).filter((text) => !(text in Object.prototype));
const pathArbitrary: fc.Arbitrary<InnerPath> = fc
  .record({
    crumbs: fc.array(fc.record({ workflowId: id, nodeId: id }), { maxLength: 8 }),
    runId: id,
    depth: fc.nat(8),
    nodeId: fc.option(id),
  })
  .map(({ crumbs, runId, depth, nodeId }) => ({
    crumbs,
    nodeId,
    run: depth < crumbs.length ? { runId, depth } : null,
  }));

test("an address says all of the way, whatever the ids are", () => {
  fc.assert(
    fc.property(pathArbitrary, (path) => {
      expect(read(workflowHref("here", path))).toEqual(path);
    }),
  );
});

test("an address that was damaged leads to the workflow by itself", () => {
  expect(read("/workflows/a?within=b&within=c/%00&run=../9&node=a%20b")).toEqual({
    crumbs: [],
    run: null,
    nodeId: null,
  });
});

test("the way back ends at the node that one went in by, and keeps a run only while it is one of an outer workflow", () => {
  const path = read("/workflows/c?within=a/one&within=b/two&run=r/0");

  expect([pathInRun(path), crumbHref(path, 1), crumbHref(path, 0)]).toEqual([
    "one/two",
    "/workflows/b?within=a%2Fone&run=r%2F0&node=two",
    "/workflows/a?node=one",
  ]);
});
