import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import type { SnippetPort } from "./request-snippets.ts";
import { curlSnippet, pythonSnippet, sampleInputs } from "./request-snippets.ts";

const origin = "https://patchbay.example";
const port = (name: string, kind: string, sample: SnippetPort["sample"] = null, isList = false): SnippetPort => ({
  name,
  kind,
  isList,
  sample,
});

/** What a shell hands to curl. */
function argumentsOf(snippet: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${snippet}`;
  const output = execFileSync("sh", ["-c", script], {
    env: { ...process.env, PATCHBAY_KEY: "pb_key" },
    encoding: "utf8",
  });
  return output.split("\0").slice(0, -1);
}

test("a shell reads the request as it is meant, quotes and all", () => {
  const ports = [
    port("word", "text", 'it\'s "quoted" $HOME'),
    port("top k", "number", 3),
    port("list", "number", null, true),
  ];
  const args = argumentsOf(curlSnippet({ origin, name: "echo", ports }));

  expect(args.slice(0, 3)).toEqual([`${origin}/api/v1/workflows/echo/runs`, "-H", "Authorization: Bearer pb_key"]);
  expect(JSON.parse(args[4]!)).toEqual({ inputs: { word: 'it\'s "quoted" $HOME', "top k": 3, list: [1] } });
});

test("files go as a form beside the other inputs", () => {
  const ports = [port("photo", "image"), port("top", "number", 2), port("title", "text", "a b")];

  expect(argumentsOf(curlSnippet({ origin, name: "see", ports })).slice(3)).toEqual([
    "-F",
    "photo=@picture.png",
    "-F",
    "top=2",
    "-F",
    "title=a b",
  ]);
  const python = pythonSnippet({ origin, name: "see", ports, outputs: [{ name: "labels" }] });
  expect(python).toContain('("photo", open("picture.png", "rb")),');
  expect(python).toContain('print(outputs["labels"])');
});

test("Python has its own words for true, false and nothing", () => {
  const ports = [port("flag", "boolean", true), port("more", "json", { a: null, b: [false] })];

  expect(pythonSnippet({ origin, name: "x", ports, outputs: [] })).toContain(
    'json={"inputs": {"flag": True, "more": {"a": None, "b": [False]}}},',
  );
  expect(sampleInputs([port("photo", "image"), port("n", "number")])).toEqual({ n: 1 });
});

test("without a sample an input is given what its limits take", () => {
  const port = { isList: false, sample: null };

  expect(
    sampleInputs([
      { ...port, name: "size", kind: "text", limits: { choices: ["small", "large"] } },
      { ...port, name: "share", kind: "number", limits: { minimum: 20, maximum: 30 } },
      { ...port, name: "free", kind: "number" },
    ]),
  ).toEqual({ size: "small", share: 20, free: 1 });
});
