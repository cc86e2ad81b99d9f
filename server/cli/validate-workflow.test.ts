import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { patchbay, patchbayJson, scratchFolder, workflowOf, writeScratch } from "./patchbay-for-tests.ts";

const folder = scratchFolder();
const text = (template: string) => ({ type: "text-template", params: { template } });
const input = (kind: string) => ({ type: "workflow-input", params: { name: "in", kind } });

/** A document with one node whose record is changed. */
function nodeWith(changes: object, id = "n") {
  const document = workflowOf({ [id]: text("hello") });
  Object.assign(document.graph.nodes[id]!, changes);
  return document;
}

describe("can run", () => {
  test.each([
    ["a template", null],
    ["two parts that are not connected", workflowOf({ a: text("a"), b: text("b") })],
    ["a place that cannot be, which is repaired", nodeWith({ position: { x: 1e308, y: null } })],
    ["a title that looks like markup, which is text", { ...nodeWith({}), title: "<img src=x onerror=alert(1)>" }],
  ])("%s: 0, valid, no problems", async (_, document) => {
    const subject = document ? writeScratch(folder, "fine.json", document) : "watch-a-machine";
    const checked = await patchbayJson("validate", subject);

    expect(checked.code).toBe(0);
    expect(checked.document).toEqual({ valid: true, title: expect.any(String), problems: [] });
  });

  test("is said in a sentence", async () => {
    const { code, stdout } = await patchbay("validate", "score-wines");

    expect(code).toBe(0);
    expect(stdout).toBe("Score wines from a table: can run, 7 nodes.\n");
  });
});

const chain = (...edges: string[]) => workflowOf({ a: text("{{b}}"), b: text("{{a}}") }, edges);
const manyNodes = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`n${index}`, text("")]));

describe("cannot run", () => {
  test.each<[what: string, document: unknown, code: string, message: RegExp]>([
    ["a cycle", chain("a.text -> b.a", "b.text -> a.b"), "cycle", /feed one another in a cycle/],
    ["a node that feeds itself", workflowOf({ a: text("{{b}}") }, ["a.text -> a.b"]), "cycle", /cycle/],
    ["an edge to a node that is not there", chain("a.text -> z.a"), "missing-port", /the node "z", which is not there/],
    ["an edge to a port that is not there", chain("a.text -> b.z"), "missing-port", /has no input "z"/],
    [
      "two edges into one input",
      workflowOf({ a: text("x"), b: text("{{v}}") }, ["a.text -> b.v", "a.text -> b.v"]),
      "two-edges",
      /Two edges arrive at the input "v"/,
    ],
    [
      "a picture where a number is wanted",
      workflowOf({ a: input("number"), b: { type: "resize-image" } }, ["a.value -> b.image"]),
      "type-mismatch",
      /image/,
    ],
    ["a node type that nobody knows", workflowOf({ a: { type: "fly" } }), "unknown-node-type", /no node type "fly"/],
    ["a look-alike of a node type", workflowOf({ a: { type: "ех" } }), "unknown-node-type", /no node type/],
    ["a newer node", workflowOf({ a: { ...text("x"), version: 99 } }), "newer-node-version", /newer Patchbay/],
    ["settings of another type", workflowOf({ a: { type: "if", params: { template: "" } } }), "bad-params", /template/],
    ["an id that objects have", nodeWith({}, "constructor"), "bad-document", /graph\.nodes\.constructor/],
    ["an empty id", nodeWith({}, ""), "bad-document", /graph\.nodes/],
    ["an id of 10 KB", nodeWith({}, "n".repeat(10_000)), "bad-document", /graph\.nodes/],
    ["an id that is another record's", nodeWith({ id: "other" }), "bad-document", /another id than its own/],
    ["10,001 nodes", workflowOf(manyNodes), "bad-document", /holds more than 10000 nodes/],
    ["a title of a million characters", { ...nodeWith({}), title: "x".repeat(1e6) }, "bad-document", /title/],
    ["an unknown field", { ...nodeWith({}), colour: "red" }, "bad-document", /colour/],
    ["a newer schema", { title: "T", graph: { schemaVersion: 99 } }, "newer-schema", /99/],
    ["more than 10 MB", " ".repeat(10_000_001), "too-large", /10000001 characters/],
    ["a file that is cut off", '{"title": "T", "graph": {', "bad-json", /not JSON/],
    ["an empty file", "", "bad-json", /not JSON/],
    ["a list", [], "bad-document", /JSON object with a title and a graph/],
    ["a name that poisons", '{"title": "T", "graph": {"__proto__": {}}}', "bad-document", /__proto__/],
  ])("%s: 1, and the problem with its code", async (_, document, code, message) => {
    const checked = await patchbayJson("validate", writeScratch(folder, "broken.json", document));

    expect(checked.code).toBe(1);
    expect(Object.keys(checked.document)).toEqual(["valid", "title", "problems"]);
    expect(checked.document.valid).toBe(false);
    expect(checked.document.problems).toContainEqual(
      expect.objectContaining({ code, severity: "error", message: expect.stringMatching(message) }),
    );
  });

  test("is said in sentences, each with its node and what would mend it", async () => {
    const nodes = { a: { type: "fly" }, b: { type: "draw-mask" }, c: input("number"), d: { type: "load-image" } };
    const file = writeScratch(folder, "some.json", workflowOf(nodes, ["d.image -> b.mask"]));
    const { code, stdout } = await patchbay("validate", file);

    expect(code).toBe(1);
    expect(stdout.split("\n")).toEqual([
      'error  fly (a): This Patchbay knows no node type "fly". Its settings are kept, but it cannot run. Update Patchbay, or take the node out.',
      'error  Draw mask (b): "Image" is not connected. Connect an output that gives an image to it.',
      'error  Draw mask (b): "Mask" needs mask, gets image. Put "Segment image" between.',
      'error  Load image (d): Picture is not chosen yet. Set its param "file".',
      "Test: cannot run.",
      "",
    ]);
  });

  test("is named with node, port and remedy for machines", async () => {
    const file = writeScratch(folder, "open.json", workflowOf({ b: { type: "draw-mask" } }));
    const { document } = await patchbayJson("validate", file);

    expect(document.problems).toContainEqual({
      code: "missing-input",
      severity: "error",
      nodeId: "b",
      node: "Draw mask",
      port: "mask",
      message: '"Mask" is not connected.',
      remedy: "Connect an output that gives a mask to it.",
    });
  });

  test("a file that is not there is no finding: 2, and an error", async () => {
    const { code, document } = await patchbayJson("validate", join(folder, "nowhere.json"));

    expect(code).toBe(2);
    expect(document).toMatchObject({ error: { message: expect.stringContaining("There is no file") } });
  });
});
