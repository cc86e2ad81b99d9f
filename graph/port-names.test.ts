import fc from "fast-check";
import { expect, test } from "vitest";
import { idSchema } from "./schema.ts";
import { portNames } from "./port-names.ts";

const named = (...names: string[]) => portNames(names.map((name) => ({ name })));

test("keeps names that are safe and mends the others", () => {
  expect(named("images", "onnx::Conv_0", "a/b", "größe 😀", "", "error", "constructor", "a_b", "a_b")).toEqual([
    "images",
    "onnx__Conv_0",
    "a_b",
    "gr__e___",
    "_",
    "error_2",
    "constructor_",
    "a_b_2",
    "a_b_3",
  ]);
});

// Few letters, so that names collide once they are made safe.
const letter = fc.constantFrom("a", "b", "_", "2", "/", ":", "é", "😀", " ");
const name = fc.oneof(
  fc.array(letter, { maxLength: 150 }).map((letters) => letters.join("")),
  fc.constantFrom("error", "toString", "__proto__", ""),
);

test("every name is one that an edge can hold, and no two are the same", () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), (names) => {
      const ports = named(...names, ...names);
      for (const port of ports) expect(idSchema.safeParse(port).success).toBe(true);
      expect(new Set(ports).size).toBe(ports.length);
    }),
  );
});
