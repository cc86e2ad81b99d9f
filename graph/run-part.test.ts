import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphOf } from "./graph-for-tests.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import { isInRun, placesInRun } from "./run-part.ts";
import type { RunPart } from "./run-part.ts";
import type { Graph } from "./schema.ts";

const picture: RecordedFlow = {
  kind: "image",
  preview: {
    kind: "image",
    width: 2,
    height: 2,
    channels: 3,
    thumbnail: { hash: "a".repeat(64), sizeBytes: 3, mediaType: "image/png" },
  },
  artifact: { hash: "a".repeat(64), sizeBytes: 3, mediaType: "image/png" },
};

function pinned(graph: Graph, ...ends: string[]): Graph {
  const nodes = { ...graph.nodes };
  for (const end of ends) {
    const [id = "", port = ""] = end.split(".");
    nodes[id] = { ...nodes[id]!, pins: { ...nodes[id]!.pins, [port]: picture } };
  }
  return { ...graph, nodes };
}

const places = (graph: Graph, part: RunPart, earlier: readonly string[] = []) => {
  const { runs, gives, missing } = placesInRun(graph, part, (id) => earlier.includes(id));
  return {
    runs: [...runs].sort(),
    gives: [...gives].sort(),
    missing: missing.map(({ node, port }) => `${node}.${port}`),
  };
};

// camera ─▶ small ─▶ both ─▶ last
//    └────▶ side  ────▲
const diamond = graphOf(
  "camera: camera",
  "small: resize",
  "side: resize",
  "both: pair",
  "last: sink",
  "camera.image -> small.image",
  "camera.image -> side.image",
  "small.image -> both.left",
  "side.image -> both.right",
  "both.both -> last.value",
);

describe("from a node on", () => {
  test("it and all below it run, and what they read beside it is taken over", () => {
    expect(places(diamond, { kind: "from", node: "small" }, ["camera", "side"])).toEqual({
      runs: ["both", "last", "small"],
      gives: ["camera", "side"],
      missing: [],
    });
  });

  test("what they read beside it runs where no earlier run has it", () => {
    expect(places(diamond, { kind: "from", node: "small" }, ["camera"])).toEqual({
      runs: ["both", "last", "side", "small"],
      gives: ["camera"],
      missing: [],
    });
  });

  test("what the node itself reads must be there", () => {
    expect(places(diamond, { kind: "from", node: "small" }).missing).toEqual(["camera.image"]);
  });

  test("a pin is a value as well, and nothing behind it is run again", () => {
    expect(places(pinned(diamond, "camera.image", "both.both"), { kind: "from", node: "small" })).toEqual({
      runs: ["small"],
      gives: ["camera"],
      missing: [],
    });
  });

  test("a node that is pinned itself gives its pin to all below it", () => {
    expect(places(pinned(diamond, "small.image"), { kind: "from", node: "small" }, ["side"])).toEqual({
      runs: ["both", "last"],
      gives: ["side", "small"],
      missing: [],
    });
  });
});

describe("one node alone", () => {
  test("runs, and takes over all that it reads", () => {
    expect(places(diamond, { kind: "only", node: "both" }, ["small", "side", "camera"])).toEqual({
      runs: ["both"],
      gives: ["side", "small"],
      missing: [],
    });
    expect(places(diamond, { kind: "only", node: "both" }, ["side"]).missing).toEqual(["small.image"]);
  });

  test("a disabled source has no value in any run, so none is missing", () => {
    const off = {
      ...diamond,
      nodes: { ...diamond.nodes, small: { ...diamond.nodes.small!, disabled: true as const } },
    };

    expect(places(off, { kind: "only", node: "both" }, ["side"])).toMatchObject({ gives: ["side"], missing: [] });
  });
});

describe("with pins", () => {
  test("what only a pinned node needs has no place in the run", () => {
    expect(places(pinned(diamond, "small.image", "side.image"), { kind: "all" })).toEqual({
      runs: ["both", "last"],
      gives: ["side", "small"],
      missing: [],
    });
  });

  test("a node of which one output is pinned and another is read runs and gives", () => {
    const graph = graphOf(
      "camera: camera",
      "crop: crop",
      "crops: sink",
      "scores: sink",
      "camera.image -> crop.image",
      "crop.crops -> crops.value",
      "crop.scores -> scores.value",
    );

    expect(places(pinned(graph, "crop.crops"), { kind: "all" })).toEqual({
      runs: ["camera", "crop", "crops", "scores"],
      gives: ["crop"],
      missing: [],
    });
    expect(places(pinned(graph, "crop.crops"), { kind: "to", node: "crops" })).toEqual({
      runs: ["crops"],
      gives: ["crop"],
      missing: [],
    });
  });

  test("an end that is pinned does not run", () => {
    expect(places(pinned(diamond, "last.value"), { kind: "all" })).toEqual({ runs: [], gives: ["last"], missing: [] });
  });

  test("nodes that wait for one another are not lost, so that the cycle is said", () => {
    const cycle = graphOf("a: resize", "b: resize", "a.image -> b.image", "b.image -> a.image");

    expect(places(cycle, { kind: "all" }).runs).toEqual(["a", "b"]);
  });
});

test("in any graph the parts fit together: what runs alone runs from there, and all that runs has what it reads", () => {
  const links = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(links, fc.nat(), (choices, choice) => {
      const lines = choices.flatMap(([left, right], index) =>
        index === 0 ? [] : [`n${left % index}.both -> n${index}.left`, `n${right % index}.both -> n${index}.right`],
      );
      const nodes = choices.map((_, index) => `n${index}: pair`);
      const bare = graphOf(...nodes, ...lines);
      const graph = pinned(bare, ...choices.flatMap(([, , isPinned], index) => (isPinned ? [`n${index}.both`] : [])));
      const node = `n${choice % choices.length}`;
      const everything = () => true;
      const [all, to, from, only] = (
        [{ kind: "all" }, { kind: "to", node }, { kind: "from", node }, { kind: "only", node }] as const
      ).map((part) => placesInRun(graph, part, everything));

      for (const id of only!.runs) expect(from!.runs).toContain(id);
      for (const id of to!.runs) expect(isInRun(bare, { kind: "to", node }, id)).toBe(true);
      for (const { runs, gives } of [all!, to!, from!, only!]) {
        // Whatever runs has all that it reads from something that runs or gives.
        for (const { from: source, to: reader } of Object.values(graph.edges)) {
          if (runs.has(reader.node)) expect(runs.has(source.node) || gives.has(source.node)).toBe(true);
        }
      }
    }),
  );
});
