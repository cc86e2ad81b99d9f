import { expect, test } from "vitest";
import { describeOpenApi } from "./describe-openapi.ts";
import { graphOf } from "./graphs-for-tests.ts";
import type { Published } from "./require-published.ts";

test("choices and ends of inputs stand in the document in the words of JSON Schema", () => {
  const graph = graphOf(
    {
      size: ["workflow-input", { name: "size", kind: "text", sample: "small", choices: ["small", "large"] }],
      share: ["workflow-input", { name: "share", kind: "number", sample: 5, minimum: 0, maximum: 100, unit: "%" }],
      word: ["workflow-input", { name: "word", kind: "text", sample: "hello", maximum: 20 }],
      text: ["text-template", { template: "{{a}} {{b}} {{c}}" }],
      out: ["workflow-output", { name: "result" }],
    },
    "size.value text.a",
    "share.value text.b",
    "word.value text.c",
    "text.text out.value",
  );

  const document = describeOpenApi({
    name: "sizes",
    number: 1,
    workflowTitle: "Sizes",
    graph,
    subGraphs: {},
  } as Published);

  expect(JSON.parse(JSON.stringify(document))).toHaveProperty(
    ["paths", "/api/v1/workflows/sizes/runs", "post", "requestBody", "content", "application/json", "schema"],
    expect.objectContaining({
      properties: {
        inputs: expect.objectContaining({
          properties: {
            size: { type: "string", enum: ["small", "large"], default: "small" },
            share: { type: "number", minimum: 0, maximum: 100, description: "In %.", default: 5 },
            word: { type: "string", maxLength: 20, default: "hello" },
          },
        }),
      },
    }),
  );
});
