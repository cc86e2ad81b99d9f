import "#server-only";
import { NodeError } from "#graph/node-runner";
import type { NodeRunner } from "#graph/node-runner";
import type { TensorSignature, TensorValue } from "#graph/values";
import type { runModel } from "./definition.ts";
import { portNames } from "#graph/port-names";

/** Ports to tensor names and back; a batch of one is added where inputs lack it, and then taken from outputs. */
export const runRunModel: NodeRunner<typeof runModel> = async ({ inputs, params, context }) => {
  const { model } = params;
  const session = await context.models.open(model, { device: params.device });

  const feeds: Record<string, TensorValue> = {};
  let isBatched = false;
  for (const [i, port] of portsOf(model.inputs).entries()) {
    const signature = model.inputs[i]!;
    // The kernel has checked that tensors arrive at these ports.
    const tensor = inputs[port] as TensorValue | undefined;
    if (!tensor) throw new NodeError("missing-input", `The model needs its input "${signature.name}".`, { port });
    const lacksBatch = tensor.shape.length === signature.shape.length - 1 && canBeOne(signature.shape[0]);
    feeds[signature.name] = lacksBatch ? { ...tensor, shape: [1, ...tensor.shape] } : tensor;
    isBatched ||= lacksBatch;
  }

  const results = await session.run(feeds);
  const outputs = portsOf(model.outputs).map((port, i) => {
    const signature = model.outputs[i]!;
    const tensor = results[signature.name];
    if (!tensor) throw new NodeError("bad-model", `The model gave no output "${signature.name}".`);
    return [port, isBatched ? withoutBatch(tensor, signature) : tensor] as const;
  });
  return Object.fromEntries(outputs);
};

const knownPorts = new WeakMap<object, string[]>();

/** Of params that many calls share. */
function portsOf(signatures: readonly TensorSignature[]): string[] {
  const known = knownPorts.get(signatures);
  if (known) return known;
  const ports = portNames(signatures);
  knownPorts.set(signatures, ports);
  return ports;
}

function canBeOne(dim: TensorSignature["shape"][number] | undefined): boolean {
  // Some exporters write an open dimension as 0 or -1.
  return typeof dim !== "number" || dim <= 1;
}

function withoutBatch(tensor: TensorValue, signature: TensorSignature): TensorValue {
  const hasBatch =
    tensor.shape[0] === 1 && tensor.shape.length === signature.shape.length && canBeOne(signature.shape[0]);
  return hasBatch ? { ...tensor, shape: tensor.shape.slice(1) } : tensor;
}
