import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ImageValue } from "#graph/values";
import { createTestModelStore, readTemplateModel } from "../model-store-for-tests.ts";
import { imageOf, runNode, testImages } from "../run-node-for-tests.ts";
import { classifyImage } from "./definition.ts";
import { runClassifyImage } from "./run.ts";

const samples = join(import.meta.dirname, "../../templates/models/digits/samples");
const truth = JSON.parse(readFileSync(join(samples, "truth.json"), "utf8")) as Record<string, string>;
const digits = await readTemplateModel("digits");
const models = createTestModelStore([digits]);
const open = (name: string) => testImages.open(readFileSync(join(samples, name)));

async function classify(image: ImageValue, params: Record<string, unknown> = {}) {
  const { classification } = await runNode(classifyImage, runClassifyImage, {
    inputs: { image },
    params: { model: digits.ref, ...params },
    context: { models },
  });
  return classification.labels;
}

test.each(Object.entries(truth))("%s shows a %s", async (file, label) => {
  // The model's card: averaged down to 8 × 8, as the digits that it learned from were.
  const labels = await classify(await open(file), { kernel: "area" });

  expect(labels[0]!.label).toBe(label);
  expect(labels[0]!.probability).toBeGreaterThan(0.5);
});

test("keeps as many labels as asked for, with probabilities over all of them", async () => {
  const image = await open("digit-3.png");

  const all = await classify(image, { topK: 10 });
  const two = await classify(image, { topK: 2 });

  expect(all).toHaveLength(10);
  expect(all.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
  expect(two).toEqual(all.slice(0, 2));
});

test("a colour picture becomes grey for a grey model", async () => {
  const colour = await testImages.decode(await open("digit-7.png"), 3);

  expect((await classify(colour))[0]!.label).toBe("7");
});

test("own labels replace those of the model, one for each class", async () => {
  const image = await open("digit-1.png");
  const labels = Array.from({ length: 10 }, (_, i) => `digit ${i}`);

  expect((await classify(image, { labels }))[0]!.label).toBe("digit 1");
  await expect(classify(image, { labels: labels.slice(1) })).rejects.toMatchObject({
    kind: "bad-params",
    param: "labels",
    message: "The model tells 10 classes apart and there are 9 labels: give exactly 10.",
  });
});

test("a model chosen without labels gives those that its file holds", async () => {
  const { labels: _, ...unlabelled } = digits.ref;
  const store = createTestModelStore([{ ...digits, ref: unlabelled }]);

  const { classification } = await runNode(classifyImage, runClassifyImage, {
    inputs: { image: await open("digit-4.png") },
    params: { model: unlabelled },
    context: { models: store },
  });

  expect(classification.labels[0]!.label).toBe("4");
});

test("an output that the model does not have is named with those that it has", async () => {
  await expect(classify(imageOf(1, [[0]]), { output: "probs" })).rejects.toMatchObject({
    param: "output",
    message: '"digits" has no output "probs"; its outputs are "logits".',
  });
});
