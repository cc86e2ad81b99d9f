import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession } from "onnxruntime-node";
import type { ModelStore } from "#graph/node-runner";
import type { ModelRef } from "#graph/values";
import { AppError } from "#server/app-error";
import { openModelStore } from "#server/inference/open-model-store";
import { readSignature } from "#server/inference/ort-tensors";

const modelsFolder = join(import.meta.dirname, "../templates/models");

export type TestModel = { ref: ModelRef; path: string };

/** A model of the templates by the name of its folder, with the labels of its card. */
export async function readTemplateModel(name: string): Promise<TestModel> {
  const path = join(modelsFolder, name, "model.onnx");
  const { labels } = JSON.parse(readFileSync(join(modelsFolder, name, "card.json"), "utf8")) as { labels?: string[] };
  const bytes = readFileSync(path);
  const session = await InferenceSession.create(bytes);
  const ref: ModelRef = {
    hash: createHash("sha256").update(bytes).digest("hex"),
    name,
    inputs: readSignature(session.inputMetadata),
    outputs: readSignature(session.outputMetadata),
    ...(labels && { labels }),
  };
  await session.release();
  return { ref, path };
}

/** The real model store, over these models and the CPU. */
export function createTestModelStore(models: readonly TestModel[]): ModelStore {
  return openModelStore({
    threads: 1,
    readModelPath: async (hash) => {
      const model = models.find(({ ref }) => ref.hash === hash);
      if (!model) throw new AppError("NOT_FOUND", `There is no model ${hash}.`);
      return model.path;
    },
  });
}
