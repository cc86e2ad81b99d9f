import { describe, expect, test } from "vitest";
import { recordedFlowSchema } from "#graph/recorded-flow-schema";
import { recordTyped } from "./record-typed.ts";

const measure = () => Promise.resolve({ width: 4, height: 3 });
const file = { hash: "a".repeat(64), name: "cat.png", mediaType: "image/png", sizeBytes: 12 };
const artifact = { hash: file.hash, sizeBytes: 12, mediaType: "image/png" };

describe("a value that a person gives", () => {
  test.each([
    ["number", false, 1.5, { kind: "number", inline: 1.5 }],
    ["boolean", false, false, { kind: "boolean", inline: false }],
    ["text", false, "", { kind: "text", inline: "", preview: { text: "", length: 0 } }],
    ["json", false, { a: [1] }, { kind: "json", inline: { a: [1] }, preview: { text: '{"a":[1]}' } }],
    ["json", false, null, { kind: "json", inline: null }],
    ["text", true, ["a", "b"], { count: 2, items: [{ inline: "a" }, { inline: "b" }] }],
    ["number", true, [], { count: 0, items: [] }],
    ["image", false, file, { kind: "image", preview: { width: 4, height: 3 }, artifact }],
    ["file", false, file, { kind: "file", preview: { name: "cat.png", sizeBytes: 12 }, artifact }],
  ] as const)("of kind %s, list %s: %j is a record that a pin may hold", async (kind, isList, given, expected) => {
    const record = await recordTyped(given as never, { kind, isList, measure });

    expect(record).toMatchObject(expected);
    expect(recordedFlowSchema.safeParse(record).success).toBe(true);
  });

  test.each([
    ["number", false, "3", '"3" is no value of kind number.'],
    ["text", false, undefined, "Give a value first."],
    ["image", false, "cat.png", '"cat.png" is no value of kind image.'],
    ["number", true, 3, "write an array, each item of kind number"],
    ["number", true, [1, "2"], '"2" is no value of kind number.'],
    ["text", true, ["x".repeat(2_000_000)], "too long to be kept in the workflow"],
  ] as const)("of kind %s, list %s, is refused when it is %j", async (kind, isList, given, sentence) => {
    await expect(recordTyped(given as never, { kind, isList, measure })).rejects.toThrow(sentence);
  });
});
