import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { NodeError } from "#graph/node-runner";
import type { ModelStore } from "#graph/node-runner";
import type { ModelRef, TensorSignature, TensorValue } from "#graph/values";

const modelsFolder = join(import.meta.dirname, "../templates/models");

export type TestModel = { ref: ModelRef; bytes: Uint8Array };

/** A model of the templates by the name of its folder, with the labels of its card. */
export async function readTemplateModel(name: string): Promise<TestModel> {
  const card = JSON.parse(readFileSync(join(modelsFolder, name, "card.json"), "utf8")) as { labels?: string[] };
  return describeModel(readFileSync(join(modelsFolder, name, "model.onnx")), { name, labels: card.labels });
}

export async function describeModel(
  bytes: Uint8Array,
  { name, labels }: { name: string; labels?: string[] },
): Promise<TestModel> {
  const session = await InferenceSession.create(bytes);
  const hash = createHash("sha256").update(bytes).digest("hex");
  const inputs = session.inputMetadata.map(signatureOf);
  const outputs = session.outputMetadata.map(signatureOf);
  return { bytes, ref: { hash, name, inputs, outputs, ...(labels && { labels }) } };
}

function signatureOf(metadata: InferenceSession.ValueMetadata): TensorSignature {
  if (!metadata.isTensor) throw new Error(`"${metadata.name}" is no tensor`);
  const shape = metadata.shape.map((dim) => (dim === "" ? null : dim));
  return { name: metadata.name, dtype: metadata.type as TensorSignature["dtype"], shape };
}

/** A store of these models over the real onnxruntime, on the CPU. Every session is made anew: tests are small. */
export function createTestModelStore(models: readonly TestModel[]): ModelStore {
  return {
    open: async ({ hash, name }) => {
      const model = models.find(({ ref }) => ref.hash === hash);
      if (!model) throw new NodeError("missing-model", `There is no model "${name}".`, { param: "model" });
      const session = await InferenceSession.create(model.bytes);
      return {
        inputs: model.ref.inputs,
        outputs: model.ref.outputs,
        labels: model.ref.labels ?? [],
        device: "cpu",
        run: async (feeds) => {
          const tensors = Object.entries(feeds).map(([input, value]) => [input, toOrt(value)] as const);
          const results = await session.run(Object.fromEntries(tensors));
          return Object.fromEntries(Object.entries(results).map(([output, tensor]) => [output, fromOrt(tensor)]));
        },
      };
    },
  };
}

function toOrt({ dtype, data, shape }: TensorValue): Tensor {
  // The types of onnxruntime pair each dtype with its array, as ours do by convention.
  return new Tensor(dtype as "float32", data as Float32Array, [...shape]);
}

function fromOrt(tensor: Tensor): TensorValue {
  return { dtype: tensor.type as TensorValue["dtype"], shape: tensor.dims, data: tensor.data as TensorValue["data"] };
}
