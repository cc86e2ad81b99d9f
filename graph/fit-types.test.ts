import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBindings, fitTypes, resolveType } from "./fit-types.ts";
import { dtypes, kinds } from "./kinds.ts";
import type { Dim, PortType } from "./kinds.ts";

const float = (...shape: Dim[]): PortType => ({ kind: "tensor", dtype: "float32", shape });

describe("a value fits a port", () => {
  test("of its own kind, of any kind, and of json where it is JSON already", () => {
    expect(fitTypes({ kind: "image" }, { kind: "image" })).toBeNull();
    expect(fitTypes({ kind: "image" }, { kind: "any" })).toBeNull();
    expect(fitTypes({ kind: "number" }, { kind: "json" })).toBeNull();
  });

  test("not of another kind, and the reason names both", () => {
    expect(fitTypes({ kind: "image" }, float("batch", 3, "h", "w"))).toBe("needs float32 [batch, 3, h, w], gets image");
  });

  test("of one of the dtypes that the port takes", () => {
    const port: PortType = { kind: "tensor", dtype: ["float32", "float16"] };

    expect(fitTypes({ kind: "tensor", dtype: "float16" }, port)).toBeNull();
    expect(fitTypes({ kind: "tensor", dtype: "int64" }, port)).toBe(
      "needs float32 or float16 tensor, gets int64 tensor",
    );
  });

  test("when sizes agree; unknown sizes and outer symbols are left to the run", () => {
    expect(fitTypes(float(1, 3, 8, 8), float("batch", 3, 8, 8))).toBeNull();
    expect(fitTypes(float(null, 3, "height", 8), float("batch", 3, 8, 8))).toBeNull();
    expect(fitTypes(float(1, 1, 8, 8), float("batch", 3, 8, 8))).toBe(
      "needs float32 [batch, 3, 8, 8], gets float32 [1, 1, 8, 8]",
    );
    expect(fitTypes(float(3, 8, 8), float("batch", 3, 8, 8))).toMatch(/needs .* gets/);
  });

  test("when a table has the columns that the port needs", () => {
    const port: PortType = { kind: "table", columns: [{ name: "alcohol" }, { name: "ash" }] };

    expect(fitTypes({ kind: "table" }, port)).toBeNull();
    expect(fitTypes({ kind: "table", columns: [{ name: "ash" }] }, port)).toBe(
      'needs the columns "alcohol", which the table lacks',
    );
  });
});

test("a symbol means the same size on all inputs of a node", () => {
  const bindings = createBindings();

  expect(fitTypes(float(4, 8), float("rows", "columns"), bindings)).toBeNull();
  expect(fitTypes(float(5, 1), float("rows", 1), bindings)).toBe(
    'needs "rows" to be 4, as on its other inputs, gets [5, 1]',
  );
  expect(resolveType(float("rows", "labels"), bindings)).toEqual(float(4, "labels"));
});

test("a type variable takes the kind of the first input and holds the others to it", () => {
  const bindings = createBindings();
  const port: PortType = { kind: "any", variable: "T" };

  expect(fitTypes({ kind: "image" }, port, bindings)).toBeNull();
  expect(fitTypes({ kind: "text" }, port, bindings)).toBe("needs image, as on its other inputs, gets text");
  expect(resolveType(port, bindings)).toEqual({ kind: "image" });
});

const dimArbitrary = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom("n", "h"), fc.constant(null));
const typeArbitrary: fc.Arbitrary<PortType> = fc.oneof(
  fc.constantFrom(...kinds).map((kind) => ({ kind }) as PortType),
  fc.record({
    kind: fc.constant("tensor" as const),
    dtype: fc.constantFrom(...dtypes),
    shape: fc.array(dimArbitrary, { maxLength: 4 }),
  }),
);

test("each type fits a port of the same type", () => {
  fc.assert(
    fc.property(typeArbitrary, (type) => {
      expect(fitTypes(type, type)).toBeNull();
    }),
  );
});

test("what fits stays fitting when less is known of it", () => {
  fc.assert(
    fc.property(typeArbitrary, typeArbitrary, (from, to) => {
      fc.pre(from.kind === "tensor" && fitTypes(from, to) === null && "shape" in from);
      const vague = { ...from, shape: from.shape?.map(() => null) } as PortType;
      expect(fitTypes(vague, to)).toBeNull();
    }),
  );
});
