import { createHash } from "node:crypto";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyGraph } from "../../graph/schema.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { readOnnx } from "../inference/read-onnx.ts";

/** A PNG of one pixel. */
export const tinyPng = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
export const TEMPLATE = "add-one";
export const recordedArtifact = createHash("sha256").update(tinyPng).digest("hex");

/** Writes a gallery of one whole template, and one that is broken. */
export function writeTestTemplates(dir: string): { modelHash: string; sampleHash: string } {
  const model = addOne({ producer: "a template" });
  const modelHash = createHash("sha256").update(model).digest("hex");
  const sampleHash = createHash("sha256").update(tinyPng).digest("hex");
  const { inputs, outputs } = readOnnx(model);
  const modelDir = join(dir, "models", "adder");
  mkdirSync(join(modelDir, "samples"), { recursive: true });
  writeFileSync(join(modelDir, "model.onnx"), model);
  writeFileSync(
    join(modelDir, "card.json"),
    JSON.stringify({ title: "Adder", task: "arithmetic", labels: ["one", "two"] }),
  );
  writeFileSync(join(modelDir, "samples", "dot.png"), tinyPng);
  writeFileSync(join(modelDir, "samples", "secret.png"), tinyPng);

  const params = {
    model: { hash: modelHash, name: "Adder", inputs, outputs },
    file: { hash: sampleHash, name: "dot.png", mediaType: "image/png", sizeBytes: tinyPng.length },
  };
  const node = { id: "n", type: "run-model", version: 1, position: { x: 0, y: 0 }, params };
  const templateDir = join(dir, TEMPLATE);
  mkdirSync(join(templateDir, "artifacts"), { recursive: true });
  writeFileSync(
    join(templateDir, "workflow.json"),
    JSON.stringify({ title: "Add one", graph: { ...emptyGraph, nodes: { n: node } } }),
  );
  const card = {
    title: "Add one",
    summary: "Adds one.",
    description: "It *adds* one.",
    tags: ["test"],
    models: ["adder"],
    samples: [{ model: "adder", file: "dot.png" }],
  };
  writeFileSync(join(templateDir, "card.json"), JSON.stringify(card));
  writeFileSync(join(templateDir, "picture.png"), tinyPng);
  writeFileSync(join(templateDir, "artifacts", recordedArtifact), tinyPng);

  cpSync(templateDir, join(dir, "broken"), { recursive: true });
  writeFileSync(join(dir, "broken", "card.json"), JSON.stringify({ ...card, models: ["no-such-model"] }));
  return { modelHash, sampleHash };
}
