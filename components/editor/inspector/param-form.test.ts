import { expect, test } from "vitest";
import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { JsonObject, JsonValue } from "#graph/json";
import { definitions } from "#nodes/definitions";
import { fieldsInUse, paramFields, paramText, wordsOf } from "./param-form.ts";

function fieldsOf(params: z.ZodObject) {
  const empty = { version: 1, title: "T", summary: "", docs: "", category: "image", icon: "box" } as const;
  return paramFields(defineNode({ ...empty, type: "t", inputs: {}, outputs: {}, params }));
}

test("widgets follow from the schema where the definition names none", () => {
  const fields = fieldsOf(
    z.object({
      on: z.boolean().default(true),
      count: z.number().int().min(1).max(9).default(3),
      name: z.string().default(""),
      fit: z.enum(["a", "b"]).default("a"),
      long: z.enum(["stretch to fill", "letterbox, pad the rest"]).default("stretch to fill"),
      labels: z.array(z.string()).default([]),
      anything: z.object({ x: z.number() }).default({ x: 1 }),
    }),
  );

  expect(fields.map(({ name, widget }) => [name, widget])).toEqual([
    ["on", "switch"],
    ["count", "number"],
    ["name", "text"],
    ["fit", "segmented"],
    ["long", "select"],
    ["labels", "labels"],
    ["anything", "json"],
  ]);
});

test("bounds, units and defaults come along, and a title is made of the name where none is given", () => {
  const [field] = fieldsOf(
    z.object({ scoreAtLeast: z.number().min(0).max(1).default(0.4).meta({ unit: "%" }) } as never),
  );

  expect(field).toMatchObject({ title: "Score at least", minimum: 0, maximum: 1, default: 0.4, unit: "%", step: 0.01 });
});

test("the bounds that zod gives every integer are not shown", () => {
  const [field] = fieldsOf(z.object({ count: z.number().int().default(1) }));

  expect(field).not.toHaveProperty("minimum");
  expect(field).not.toHaveProperty("maximum");
});

test("meta before and after the default says the same", () => {
  const meta = { title: "Size", widget: "slider" } as const;

  const [before, after] = fieldsOf(
    z.object({ a: z.number().min(0).max(1).meta(meta).default(1), b: z.number().min(0).max(1).default(1).meta(meta) }),
  );

  expect({ ...before, name: "" }).toEqual({ ...after, name: "" });
});

test("a nullable number keeps its bounds and may be empty", () => {
  const [field] = fieldsOf(z.object({ limit: z.number().min(1).nullable().default(null).meta({ title: "Limit" }) }));

  expect(field).toMatchObject({ widget: "number", isNullable: true, minimum: 1 });
});

test("choices have their names, and numbers stay numbers", () => {
  const [field] = fieldsOf(z.object({ channels: z.union([z.literal(1), z.literal(3)]).default(3) }));

  expect(field!.options).toEqual([
    { value: 1, label: "1" },
    { value: 3, label: "3" },
  ]);
});

test("a param on the node reads as words", () => {
  const [fit, size, names] = fieldsOf(
    z.object({
      fit: z
        .enum(["a", "b"])
        .default("a")
        .meta({ options: { a: "Letterbox", b: "Cover" } }),
      size: z.number().default(1).meta({ unit: "px" }),
      names: z.array(z.string()).default([]),
    }),
  );

  expect([paramText(fit!, "a"), paramText(size!, 160), paramText(names!, []), paramText(names!, ["x", "y"])]).toEqual([
    "Letterbox",
    "160 px",
    "–",
    "x, y",
  ]);
  const values: JsonValue[] = [{ items: [] }, { a: 1, b: 2 }, [{}]];
  expect(values.map((value) => paramText(names!, value))).toEqual(["1 field", "2 fields", "1 item"]);
});

test("the form of a node has the fields that mean something with its params", () => {
  const titles = (params: JsonObject) => fieldsInUse(definitions["http-request"], params).map(({ title }) => title);

  const plain = titles({ user: "ada", secret: { secretName: "KEPT" } });
  const posted = titles({ method: "POST", auth: "basic" });

  expect(posted.filter((title) => !plain.includes(title))).toEqual(["Secret", "User", "Body"]);
  expect(plain.filter((title) => !posted.includes(title))).toEqual([]);
});

test("every node of the library has a form", () => {
  for (const definition of Object.values(definitions)) {
    const fields = paramFields(definition);

    expect(fields.map(({ name }) => name)).toEqual(Object.keys(definition.params.shape));
    expect(fieldsInUse(definition, {}).filter(({ isOnNode }) => isOnNode).length).toBeLessThanOrEqual(3);
  }
});

test("names become words", () => {
  expect([wordsOf("topK"), wordsOf("score-threshold"), wordsOf("wholeLists")]).toEqual([
    "Top k",
    "Score threshold",
    "Whole lists",
  ]);
});
