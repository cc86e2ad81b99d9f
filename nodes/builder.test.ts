import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import fc from "fast-check";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { documentText } from "#graph/builder/document-text";
import { writeScript } from "#graph/builder/write-script";
import { interfaceOf } from "#graph/interface-of";
import { parseDocument, readDocument } from "#graph/read-document";
import { frameColours } from "#graph/schema";
import type { Graph, WorkflowFile } from "#graph/schema";
import { foreignNode, node, workflow } from "./builder.ts";
import { definitions } from "./definitions.ts";

const imported = { foreignNode, node, workflow };

/** What the script prints. Its imports are handed in, as no package is installed here. */
function run(script: string): string {
  const body = script
    .replace(/^import \{.*\} from "patchbay\/builder";$/m, "")
    .replace(/^export default flow;\nif \(import\.meta\.main\) flow\.print\(\);\n$/m, "return flow.toJson();");
  return compileFunction(body, Object.keys(imported))(...Object.values(imported)) as string;
}

function read(text: string): WorkflowFile {
  const result = parseDocument(text, definitions);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.file;
}

const templates = [
  "find-and-count-shapes",
  "read-handwritten-digits",
  "score-wines",
  "segment-shapes",
  "watch-a-machine",
];

test.each(templates)("the script of %s gives the document byte for byte", (name) => {
  const file = read(readFileSync(new URL(`../templates/${name}/workflow.json`, import.meta.url), "utf8"));

  expect(run(writeScript(file, definitions))).toBe(documentText(file));
});

const id = fc.oneof(
  fc.constantFrom("a", "b", "7", "12", "e1", "note2", "frame1", "class", "node", "flow", "k3jf8x2m9qrt"),
  fc.stringMatching(/^[A-Za-z0-9_.-]{1,8}$/).filter((text) => !(text in Object.prototype)),
);
const words = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.constantFrom(
    "Größe",
    "数を数える",
    "👩‍👩‍👧 family",
    "`${x}`\n\r\n\\",
    "\u2028\u00a0\ud800",
    "a \"b\" 'c'",
    "new",
    "2 × bigger",
    "---",
  ),
);
const title = words.map((text) => `T${text}`.replace(/[\u0000\u202a-\u202e\u2066-\u2069]|\p{M}/gu, "").trim());
const json = fc.oneof(
  fc.jsonValue(),
  words,
  fc.string({ minLength: 30 }).map((text) => `${text}\n\t${text}\n`),
);
const position = fc.record({
  x: fc.double({ min: -1e7, max: 1e7, noNaN: true }),
  y: fc.integer({ min: -1e7, max: 1e7 }),
});
const size = fc.record({ width: fc.integer({ min: 1, max: 1e5 }), height: fc.constantFrom(1, 120, 333.3) });
const yes = fc.constant(true as const);
const folded = fc.record({ nodes: fc.array(id), notes: fc.array(id), groups: fc.array(id) });
const pin = json.map((value) => ({ kind: "json", preview: { kind: "json", text: "", length: 0 }, inline: value }));
const optional = { requiredKeys: ["type", "version", "position", "params"] as const };
const record = fc.record(
  {
    type: fc.oneof(fc.constantFrom(...Object.keys(definitions)), fc.constantFrom("fly", "ех", 'a"b')),
    version: fc.constantFrom(1, 1, 99),
    title,
    position,
    params: fc.dictionary(fc.string({ maxLength: 10 }), json, { maxKeys: 4 }),
    locked: fc.constant(true as const),
    disabled: fc.constantFrom(true as const, "bypass" as const),
    onError: fc.oneof(
      fc.constantFrom({ policy: "fail" }, { policy: "port" }, { policy: "drop" }),
      fc.record({ policy: fc.constant("default"), outputs: fc.dictionary(id, json) }),
    ),
    retry: fc.record({ attempts: fc.integer({ min: 1, max: 10 }), delayMs: fc.nat({ max: 600_000 }) }),
    timeoutMs: fc.integer({ min: 1, max: 86_400_000 }),
    cache: fc.constant("off" as const),
    pins: fc.dictionary(id, pin, { minKeys: 1, maxKeys: 2 }),
  },
  { requiredKeys: [...optional.requiredKeys] },
);

function recordsOf<T extends object>(of: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T & { id: string }>> {
  return fc
    .uniqueArray(fc.tuple(id, of), { selector: ([key]) => key, maxLength: 6 })
    .map((entries) => Object.fromEntries(entries.map(([key, value]) => [key, { id: key, ...value }])));
}

const graph = recordsOf(record).chain((nodes) => {
  const end = fc.record({
    node: fc.oneof({ weight: 5, arbitrary: fc.constantFrom("a", ...Object.keys(nodes)) }, id),
    port: id,
  });
  return fc.record({
    schemaVersion: fc.constant(1),
    nodes: fc.constant(nodes),
    edges: recordsOf(
      fc.record(
        { from: end, to: end, bends: fc.array(position, { minLength: 1, maxLength: 3 }) },
        { requiredKeys: ["from", "to"] },
      ),
    ),
    notes: recordsOf(
      fc.record({ text: words, position, size, locked: yes }, { requiredKeys: ["text", "position", "size"] }),
    ),
    groups: recordsOf(
      fc.record(
        { title, position, size, colour: fc.constantFrom(...frameColours), folded, locked: yes },
        { requiredKeys: ["title", "position", "size"] },
      ),
    ),
  });
});

/** Files of any shape that reads, with workflows that their nodes may run. */
const anyFile = fc
  .record(
    {
      $schema: fc.webUrl(),
      title,
      description: words,
      graph,
      workflows: fc.dictionary(fc.constantFrom("a", "b@2", "Sub.flow", "3"), fc.record({ title, graph })),
      calls: fc.boolean(),
    },
    { requiredKeys: ["title", "graph", "calls"] },
  )
  .map(({ calls, ...document }) => {
    const sub = document.workflows?.a;
    if (!calls || !sub) return document;
    const ref = {
      id: "a",
      version: null,
      title: sub.title,
      ...interfaceOf(sub.graph as unknown as Graph, definitions),
    };
    const caller = {
      id: "caller",
      type: "run-workflow",
      version: 1,
      position: { x: 0, y: 0 },
      params: { workflow: ref },
    };
    return { ...document, graph: { ...document.graph, nodes: { ...document.graph.nodes, caller } } };
  });

test.each(templates)("the script of %s is formatted", async (name) => {
  const file = read(readFileSync(new URL(`../templates/${name}/workflow.json`, import.meta.url), "utf8"));
  const script = writeScript(file, definitions);

  expect(await format(script, { parser: "typescript", printWidth: 120 })).toBe(script);
});

test("the script of any document gives the document byte for byte", () => {
  fc.assert(
    fc.property(anyFile, (document) => {
      const result = readDocument(JSON.parse(JSON.stringify(document)), definitions);
      fc.pre(result.ok);
      const { file } = result as { file: WorkflowFile };

      const script = writeScript(file, definitions);

      expect(run(script)).toBe(documentText(file));
      // What a person could not see in it would be no script to trust.
      expect(script).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069\u2028]/);
    }),
    { numRuns: 150 },
  );
});

test("a graph at the limit of nodes has a script that runs", () => {
  const count = 10_000;
  const nodes = Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `n${n}`,
      { id: `n${n}`, type: "collect", version: 1, position: { x: 0, y: 0 }, params: {} },
    ]),
  );
  const edges = Object.fromEntries(
    Array.from({ length: count - 1 }, (_, n) => [
      `w${n}`,
      { id: `w${n}`, from: { node: `n${n}`, port: "list" }, to: { node: `n${n + 1}`, port: "item" } },
    ]),
  );
  const file = read(
    JSON.stringify({ title: "Long", graph: { schemaVersion: 1, nodes, edges, notes: {}, groups: {} } }),
  );

  expect(run(writeScript(file, definitions)) === documentText(file)).toBe(true);
});

describe("a script by hand", () => {
  const shout = () => {
    const who = node("workflow-input", { name: "who", sample: "world" });
    const loud = node("evaluate", { inputs: ["who"], expression: "who.toUpperCase()", output: "text" }).at(240, 0);
    const result = node("workflow-output").titled("Shouted").at(480, 0);
    return workflow("Shout")
      .add({ who, loud, result })
      .connect(who.out("value"), loud.in("who"))
      .connect(loud.out("result"), result.in("value"));
  };

  test("is read back as it was written", () => {
    expect(writeScript(shout().toFile(), definitions)).toMatchInlineSnapshot(`
      "import { node, workflow } from "patchbay/builder";

      const who = node("workflow-input", { name: "who", sample: "world" });
      const loud = node("evaluate", { inputs: ["who"], expression: "who.toUpperCase()", output: "text" }).at(240, 0);
      const result = node("workflow-output").titled("Shouted").at(480, 0);

      const flow = workflow("Shout")
        .add({ who, loud, result })
        .connect(who.out("value"), loud.in("who"))
        .connect(loud.out("result"), result.in("value"));

      export default flow;
      if (import.meta.main) flow.print();
      "
    `);
  });

  test("runs a workflow that it builds", () => {
    const inner = shout();
    const call = node("run-workflow", { workflow: inner.ref("shout") });
    const file = workflow("Twice").uses({ shout: inner }).add({ call }).toFile();

    expect(file.graph.nodes.call?.params.workflow).toMatchObject({
      id: "shout",
      inputs: [{ port: "who" }],
      version: null,
    });
    expect(writeScript(file, definitions)).toContain(
      'const call = node("run-workflow", { workflow: shout.ref("shout") })',
    );
  });

  test("hears of ports and params that do not fit from the compiler", () => {
    const picture = node("load-image", {
      file: { hash: "0".repeat(64), name: "a.png", mediaType: "image/png", sizeBytes: 1 },
    });
    const merge = node("merge");
    const rows = node("filter-rows", { column: "a", value: "1" });

    workflow("T")
      .add({ picture, merge, rows })
      // @ts-expect-error a table port takes no picture
      .connect(picture.out("image"), rows.in("table"))
      .connect(picture.out("image"), merge.in("a"));
    // @ts-expect-error there is no such output
    picture.out("pixels");
    // @ts-expect-error there is no such operator
    node("filter-rows", { column: "a", operator: "~" });
    // @ts-expect-error a picture has to be named
    node("load-image");
  });

  test.each([
    [
      "a node that is not added",
      () => workflow("T").connect(node("merge").out("value"), { node: "a", port: "b" }),
      /Add the node first/,
    ],
    [
      "one id twice",
      () =>
        workflow("T")
          .add({ a: node("merge") })
          .add({ a: node("merge") }),
      /two nodes "a"/,
    ],
    [
      "an id that no record may have",
      () =>
        workflow("T")
          .add({ "a b": node("merge") })
          .toFile(),
      /graph.nodes.a b/,
    ],
    ["a type that there is not", () => node("fly" as "merge"), /no node type "fly"/],
  ])("with %s is told so", (_, build, message) => {
    expect(build).toThrow(message);
  });
});
