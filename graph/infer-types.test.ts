import { describe, expect, test } from "vitest";
import { graphOf, testLibrary, withParams } from "./graph-for-tests.ts";
import { inferTypes } from "./infer-types.ts";

const infer = (...lines: string[]) => inferTypes(graphOf(...lines), testLibrary);

describe("lists along the graph", () => {
  test("a list that arrives at a port for one item lifts the node, and its outputs are in the same list", () => {
    const types = infer("a: album", "b: resize", "a.images -> b.image");

    expect(types.get("b")).toMatchObject({ lift: ["a.images"], outputs: { image: { dims: ["a.images"] } } });
  });

  test("lists nest", () => {
    const types = infer("a: album", "b: crop", "a.images -> b.image");

    expect(types.get("b")?.outputs.crops?.dims).toEqual(["a.images", "b.crops"]);
    expect(types.get("b")?.outputs.scores?.dims).toEqual(["a.images", "b.crops"]);
  });

  test("a port that takes a list takes the innermost one and leaves the outer ones to lifting", () => {
    const types = infer("a: album", "b: crop", "c: count", "a.images -> b.image", "b.crops -> c.items");

    expect(types.get("c")?.outputs.count).toEqual({ type: { kind: "number" }, dims: ["a.images"] });
  });

  test("an item of an outer list goes with each item of the inner one", () => {
    const types = infer(
      "a: album",
      "b: crop",
      "p: pair",
      "a.images -> b.image",
      "a.images -> p.left",
      "b.crops -> p.right",
    );

    expect(types.get("p")).toMatchObject({ lift: ["a.images", "b.crops"], refusals: [] });
  });

  test("lists of different descent cannot be paired, and the refusal names the other input", () => {
    const types = infer("a: album", "b: album", "p: pair", "a.images -> p.left", "b.images -> p.right");

    expect(types.get("p")?.refusals).toEqual([
      {
        code: "list-mismatch",
        port: "right",
        reason: 'gets a list that does not descend from the same list as "Left", so their items cannot be paired',
      },
    ]);
  });

  test("one item is refused where a list is needed", () => {
    expect(infer("a: camera", "c: count", "a.image -> c.items").get("c")?.refusals).toMatchObject([
      { code: "type-mismatch", port: "items", reason: "needs a list, gets one item" },
    ]);
  });

  test("a port that takes whatever arrives is never lifted", () => {
    const types = infer("a: album", "s: sink", "a.images -> s.value");

    expect(types.get("s")).toMatchObject({
      lift: [],
      outputs: { value: { type: { kind: "image" }, dims: ["a.images"] } },
    });
  });
});

test("shapes follow the edges: what is bound at an input is known at the output", () => {
  const types = infer("a: camera", "t: to-tensor", "m: model", "a.image -> t.image", "t.tensor -> m.pixels");

  expect(types.get("m")?.outputs.scores?.type).toEqual({ kind: "tensor", dtype: "float32", shape: [1, 10] });
});

test("ports that follow from params exist as soon as the param does, even while another one is wrong", () => {
  const graph = withParams(graphOf("t: template"), "t", { names: ["who"], size: "wide" });

  expect(inferTypes(graph, testLibrary).get("t")?.outputs).toHaveProperty("text");
});
