import { join } from "node:path";
import { expect, test } from "vitest";
import { openFolderStore } from "../artifacts/folder-store.ts";
import type { WorkflowInput } from "../../graph/workflow-interface.ts";
import { parseInputs } from "./parse-inputs.ts";
import { scratchFolder, writeScratch } from "./patchbay-for-tests.ts";

const folder = scratchFolder();
const store = await openFolderStore(join(folder, "store"));
const inputs: WorkflowInput[] = [
  { nodeId: "a", name: "who", kind: "text", isList: false },
  { nodeId: "b", name: "size", kind: "number", isList: false },
  { nodeId: "c", name: "on", kind: "boolean", isList: false },
  { nodeId: "d", name: "more", kind: "json", isList: false },
  { nodeId: "e", name: "numbers", kind: "number", isList: true },
  { nodeId: "f", name: "words", kind: "text", isList: true },
  { nodeId: "h", name: "share", kind: "number", isList: false, minimum: 0, maximum: 1 },
  { nodeId: "g", name: "photo", kind: "image", isList: false },
];

test.each([
  ["a text for a number", ['size="1"'], 'The input "size" takes a number, got "1".'],
  ["a word for a number", ["size=tall"], 'The input "size" is of kind number, and "tall" is not.'],
  [
    "a number above the maximum",
    ["share=3"],
    'The input "share" takes a number from 0 to 1, got 3. Give a smaller number.',
  ],
  ["a number for a boolean", ["on=1"], 'The input "on" takes true or false, got 1.'],
  ["broken JSON", ["more={"], 'The input "more" is of kind json, and "{" is not.'],
  ["two values for one", ["who=a", "who=b"], 'The input "who" takes one value; 2 are given.'],
  ["a list with a wrong item", ["numbers=[1, true]"], 'The input "numbers"'],
  ["no value", ["who"], '--input "who" must be name=value or name=@file.'],
  ["a value for a picture", ["photo=red"], 'The input "photo" is of kind image: give a file, --input photo=@path.'],
  ["no such file", ["who=@/no/file"], 'The file "/no/file" of the input "who" cannot be read: there is none.'],
  ["a folder", [`who=@${folder}`], "cannot be read: it is a folder."],
  ["no such input", ["plan=1"], 'The workflow has no input "plan". Its inputs: "who", "size", "on"'],
])("refuses %s", async (_, args, sentence) => {
  await expect(parseInputs(args, { inputs, store })).rejects.toThrow(sentence);
});

test("a text that looks like JSON stays a text, and a list of one text is a list", async () => {
  const parsed = await parseInputs(["who=[1]", "words=[1]"], { inputs, store });

  expect(parsed).toEqual({ who: "[1]", words: ["[1]"] });
});

test("a file is stored and given by its hash, with its own name and type", async () => {
  const file = writeScratch(folder, "Photo.PNG", Uint8Array.of(1, 2, 3));
  const { photo } = await parseInputs([`photo=@${file}`], { inputs, store });

  expect(photo).toMatchObject({ name: "Photo.PNG", mediaType: "image/png", sizeBytes: 3 });
  expect(await store.has((photo as { hash: string }).hash)).toBe(true);
});
