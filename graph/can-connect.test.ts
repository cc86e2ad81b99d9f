import { describe, expect, test } from "vitest";
import { canConnect } from "./can-connect.ts";
import { graphOf, testLibrary } from "./graph-for-tests.ts";

function connect(lines: string[], edge: string) {
  const { edges } = graphOf(edge);
  return canConnect(graphOf(...lines), testLibrary, edges.e1!);
}

describe("an edge may be drawn", () => {
  test("between ports that fit", () => {
    expect(connect(["a: camera", "b: resize"], "a.image -> b.image")).toEqual({ ok: true });
  });

  test("to an input that has one already, since it replaces it", () => {
    const lines = ["a: camera", "c: album", "b: resize", "a.image -> b.image"];

    expect(connect(lines, "c.images -> b.image")).toEqual({ ok: true });
  });
});

describe("an edge is refused", () => {
  test("between kinds that differ, with the node types that would convert", () => {
    expect(connect(["a: camera", "m: model"], "a.image -> m.pixels")).toEqual({
      ok: false,
      reason: '"Pixels" needs float32 [batch, 3, 8, 8], gets image.',
      converters: ["to-tensor"],
    });
  });

  test("where it would close a cycle", () => {
    const lines = ["a: resize", "b: resize", "a.image -> b.image"];

    expect(connect(lines, "b.image -> a.image")).toMatchObject({ ok: false, reason: expect.stringContaining("cycle") });
    expect(connect(lines, "a.image -> a.image")).toMatchObject({ ok: false, reason: "A node cannot feed itself." });
  });

  test("where its list cannot be paired with the one at another input", () => {
    const lines = ["a: album", "b: album", "p: pair", "a.images -> p.left"];

    expect(connect(lines, "b.images -> p.right")).toMatchObject({
      ok: false,
      reason: expect.stringContaining("paired"),
    });
  });

  test("at ports that are not there, inherited names among them", () => {
    expect(connect(["a: camera", "b: resize"], "a.image -> b.toString")).toMatchObject({ ok: false });
    expect(connect(["a: camera", "b: resize"], "a.nothing -> b.image")).toMatchObject({ ok: false });
  });
});
