import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Ports } from "#graph/kinds";
import type { TensorSignature } from "#graph/values";
import { deviceParam, modelParam } from "../model-params.ts";
import { portNames } from "#graph/port-names";

// Typed as any ports: which they are, only the model knows.
const noPorts: Ports = {};

export const runModel = defineNode({
  type: "run-model",
  version: 1,
  title: "Run model",
  summary: "Runs any ONNX model: its inputs and outputs become the ports of the node.",
  docs: `Runs one ONNX model on tensors. Once a model is chosen, the node has **one port for each of its inputs and outputs**, with
the number type and the shape that the model declares.

- *Names.* A port is called as the tensor is. Characters other than letters, digits, \`_\`, \`-\` and \`.\` become \`_\`
  (\`onnx::Conv/0\` is the port \`onnx__Conv_0\`); a name that is taken gets \`_2\`. The label shows the real name.
- *Batch.* When a tensor lacks the model's first dimension, and that one is open or 1, a batch of one is put in front, and
  taken away again from outputs that have it. A list of tensors runs the model once for each.
- *Types.* Numbers are not converted: a model of float32 needs float32.

For pictures, **Classify image**, **Detect objects** and **Segment image** prepare the input and read the output by themselves.`,
  category: "model",
  icon: "brain-circuit",
  keywords: ["onnx", "inference", "infer", "predict", "network"],
  inputs: noPorts,
  outputs: noPorts,
  params: z.strictObject({ model: modelParam, device: deviceParam }),
  portsFor: ({ model }) => {
    if (!Array.isArray(model?.inputs) || !Array.isArray(model.outputs)) return { inputs: noPorts, outputs: noPorts };
    return { inputs: portsOfTensors(model.inputs), outputs: portsOfTensors(model.outputs) };
  },
});

function portsOfTensors(tensors: readonly TensorSignature[]): Ports {
  const names = portNames(tensors);
  return Object.fromEntries(
    tensors.map(({ name, dtype, shape }, i) => [
      names[i]!,
      { label: name || "(no name)", type: { kind: "tensor", dtype, shape } },
    ]),
  );
}
