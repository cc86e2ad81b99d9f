import { expect, test } from "vitest";
import { contentsIn } from "./contents-in.ts";

const hashOf = (digit: string) => digit.repeat(64);

test("references are found wherever they stand, each once, with their names", () => {
  const document = {
    params: { model: { hash: hashOf("a"), name: "digits.onnx", inputs: [] } },
    onError: {
      outputs: {
        image: [
          { hash: hashOf("b"), name: "grey.png" },
          { hash: hashOf("a"), name: "digits.onnx" },
        ],
      },
    },
  };

  const contents = contentsIn(document);

  expect(Object.fromEntries(contents)).toEqual({ [hashOf("a")]: "digits.onnx", [hashOf("b")]: "grey.png" });
});

test("other hashes, nulls and deep nesting are no obstacle", () => {
  let deep: unknown = { hash: hashOf("c") };
  for (let level = 0; level < 100_000; level++) deep = [deep];

  expect([...contentsIn([null, { hash: "abc" }, { hash: 12 }, deep]).keys()]).toEqual([hashOf("c")]);
});
