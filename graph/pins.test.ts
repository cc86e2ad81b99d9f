import { describe, expect, test } from "vitest";
import { findProblems } from "./find-problems.ts";
import { graphOf, testLibrary } from "./graph-for-tests.ts";
import { inferTypes } from "./infer-types.ts";
import { planGraph } from "./plan-graph.ts";
import { parseDocument } from "./read-document.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import type { Graph } from "./schema.ts";

const numberOf = (value: number): RecordedFlow => ({
  kind: "number",
  preview: { kind: "number", value },
  inline: value,
});
const image: RecordedFlow = {
  kind: "image",
  preview: { kind: "image", width: 2, height: 2, channels: 3, thumbnail: artifact("b") },
  artifact: artifact("a"),
};
const listOf = (...items: RecordedFlow[]): RecordedFlow => ({ count: items.length, items });

function artifact(digit: string) {
  return { hash: digit.repeat(64), sizeBytes: 3, mediaType: "image/png" };
}

function withPins(graph: Graph, pins: Record<string, RecordedFlow>): Graph {
  const nodes = { ...graph.nodes };
  for (const [end, pin] of Object.entries(pins)) {
    const [id = "", port = ""] = end.split(".");
    nodes[id] = { ...nodes[id]!, pins: { ...nodes[id]!.pins, [port]: pin } };
  }
  return { ...graph, nodes };
}

const problems = (graph: Graph) => findProblems(graph, testLibrary).map(({ code, severity }) => `${severity} ${code}`);

describe("a pinned value", () => {
  const resized = graphOf("small: resize", "last: sink", "small.image -> last.value");

  test("stands in for inputs and settings that are not there", () => {
    expect(problems(resized)).toEqual(["error missing-input"]);
    expect(problems(withPins(resized, { "small.image": image }))).toEqual([]);
  });

  test("of the wrong kind is an error that says what would be right", () => {
    const [problem] = findProblems(withPins(resized, { "small.image": numberOf(3) }), testLibrary);

    expect(problem).toMatchObject({ code: "bad-pin", severity: "error", nodeId: "small", port: "image" });
    expect(problem!.message).toBe(
      'The value pinned at "Image" is number, and this output gives image. Unpin it, or pin another value.',
    );
  });

  test("of one item is no value for an output that gives a list, an empty list is", () => {
    const album = graphOf("album: album", "count: count", "album.images -> count.items");

    expect(problems(withPins(album, { "album.images": image }))).toContain("error bad-pin");
    expect(problems(withPins(album, { "album.images": listOf(image, image) }))).toEqual([]);
    expect(problems(withPins(album, { "album.images": listOf() }))).toEqual([]);
  });

  test("at an output that the node has not is worth a warning", () => {
    expect(problems(withPins(graphOf("camera: camera"), { "camera.depth": image }))).toEqual(["warning unused-pin"]);
  });

  test("gives its own type on: a list makes what reads it run once an item", () => {
    const pinned = withPins(resized, { "small.image": listOf(image, image) });

    expect(inferTypes(pinned, testLibrary).get("last")?.inputs.value).toMatchObject({
      type: { kind: "image" },
      dims: [expect.any(String)],
    });
  });

  test("as deep as what it stands for still pairs with its siblings", () => {
    const graph = graphOf(
      "camera: camera",
      "crop: crop",
      "both: pair",
      "camera.image -> crop.image",
      "crop.crops -> both.left",
      "crop.scores -> both.right",
    );

    const { refusals } = inferTypes(withPins(graph, { "crop.crops": listOf(image) }), testLibrary).get("both")!;

    expect(refusals.filter(({ code }) => code === "list-mismatch")).toEqual([]);
  });
});

describe("a plan with pins", () => {
  const chain = graphOf(
    "camera: camera",
    "small: resize",
    "smaller: resize",
    "last: sink",
    "camera.image -> small.image",
    "small.image -> smaller.image",
    "smaller.image -> last.value",
  );

  test("is that of the graph with a constant in the place of the pinned output", () => {
    const constant = graphOf(
      "small: camera",
      "smaller: resize",
      "last: sink",
      "small.image -> smaller.image",
      "smaller.image -> last.value",
    );

    const pinned = planGraph(withPins(chain, { "small.image": image }), testLibrary);
    const plain = planGraph(constant, testLibrary);

    if (!pinned.ok || !plain.ok) throw new Error("not planned");
    const shape = ({ plan }: typeof pinned) => ({
      ...plan,
      steps: plan.steps.map(({ nodeId, inputs }) => ({ nodeId, inputs })),
    });
    expect(shape(pinned)).toEqual(shape(plain));
    expect(pinned.plan.steps[0]!.given).toEqual({ outputs: { image }, from: { kind: "pin" }, isSilent: false });
  });

  test("is made though what is behind the pin cannot run", () => {
    const broken = { ...chain, edges: Object.fromEntries(Object.entries(chain.edges).filter(([id]) => id !== "e1")) };

    expect(planGraph(broken, testLibrary).ok).toBe(false);
    expect(planGraph(withPins(broken, { "small.image": image }), testLibrary).ok).toBe(true);
  });

  test("of one pinned node alone is refused with the way out", () => {
    const pinned = withPins(chain, { "small.image": image });

    expect(planGraph(pinned, testLibrary, { part: { kind: "only", node: "small" } })).toMatchObject({
      ok: false,
      problems: [{ code: "pinned", nodeId: "small", message: expect.stringContaining("Unpin them") }],
    });
  });

  test("from a node on takes what an earlier run left, and names the value that none has", () => {
    const part = { kind: "from", node: "smaller" } as const;
    const from = { kind: "run", runId: "r", number: 12 } as const;
    const planned = planGraph(chain, testLibrary, { part, earlier: { small: { outputs: { image }, from } } });
    const refused = planGraph(chain, testLibrary, { part });

    if (!planned.ok) throw new Error("not planned");
    expect(planned.plan.steps.map(({ nodeId, given }) => [nodeId, given?.from ?? null])).toEqual([
      ["small", from],
      ["smaller", null],
      ["last", null],
    ]);
    expect(refused).toMatchObject({
      ok: false,
      problems: [
        {
          code: "no-earlier-value",
          nodeId: "small",
          port: "image",
          message:
            'No earlier run has a value of "Image" from "Resize". Run up to "Resize" first, or pin a value there.',
        },
      ],
    });
  });
});

describe("a document", () => {
  const read = (pin: unknown) => {
    const graph = withPins(graphOf("camera: camera"), { "camera.image": pin as RecordedFlow });
    return parseDocument(JSON.stringify({ title: "Pins", graph }));
  };

  test.each([
    ["a number", numberOf(3)],
    ["a picture", image],
    ["a list of lists with a hole", { count: 2, items: [listOf(image), null] }],
    ["a long list, kept whole apart", { count: 500, items: [image], whole: artifact("c") }],
  ])("may pin %s", (_, pin) => {
    expect(read(pin)).toMatchObject({ ok: true });
  });

  test.each([
    ["what is no value", 3],
    ["a value with neither content nor reference", { kind: "number", preview: { kind: "number", value: 1 } }],
    ["a reference that is no hash", { ...image, artifact: { ...artifact("a"), hash: "../../etc/passwd" } }],
    ["a list of which a part is nowhere", { count: 3, items: [image] }],
    [
      "more than a million characters",
      { kind: "text", preview: { kind: "text", text: "", length: 2e6 }, inline: "x".repeat(2e6) },
    ],
    ["unknown fields", { ...image, extra: 1 }],
  ])("may not pin %s", (_, pin) => {
    expect(read(pin)).toMatchObject({ ok: false, problems: [{ nodeId: "camera" }] });
  });
});
