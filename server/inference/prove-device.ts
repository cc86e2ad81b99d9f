import type { ProofResult } from "./prove-accelerators.ts";

/**
 * Child process of `proveAccelerators`: multiplies two matrices on the device named by its argument and prints one line
 * of JSON. A driver that crashes or hangs takes only this process with it.
 */

/** One MatMul over float32 [n, k] and [k, m], opset 17. */
const MODEL =
  "CAg6XgoRCgFhCgFiEgFjIgZNYXRNdWwSBHRlc3RaFQoBYRIQCg4IARIKCgMSAW4KAxIBa1oVCgFiEhAKDggBEgoKAxIBawoDEgFtYhUKAWMSEAoOCAESCgoDEgFuCgMSAW1CAhAR";
/** 2 × 1,024³ = 2.1 billion operations: long enough to measure, short enough for one core. */
const SIZE = 1_024;
const ROUNDS = 3;

process.env.ORT_DISABLE_TELEMETRY = "1";
const device = process.argv[2] ?? "cpu";
console.log(JSON.stringify(await prove().catch(refusal)));

async function prove(): Promise<ProofResult> {
  const { InferenceSession, Tensor } = await import("onnxruntime-node");
  const from = performance.now();
  const session = await InferenceSession.create(Buffer.from(MODEL, "base64"), {
    executionProviders: [device],
    logSeverityLevel: 4,
    // Otherwise the processor would compute in the device's place without a word.
    extra: { session: { disable_cpu_ep_fallback: device === "cpu" ? "0" : "1" } },
  });
  const multiply = async (size: number) => {
    const ones = new Tensor("float32", new Float32Array(size * size).fill(1), [size, size]);
    const twos = new Tensor("float32", new Float32Array(size * size).fill(2), [size, size]);
    return (await session.run({ a: ones, b: twos })).c!.data as Float32Array;
  };
  const result = await multiply(64);
  if (!result.every((value) => Math.abs(value - 128) < 0.5)) throw new Error("The device computed a wrong product.");
  const provedMs = performance.now() - from;
  await multiply(SIZE);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await multiply(SIZE);
    times.push(performance.now() - start);
  }
  const matmulMs = Math.min(...times);
  return { available: true, provedMs: Math.round(provedMs), matmulMs: Math.round(matmulMs * 10) / 10 };
}

function refusal(error: unknown): ProofResult {
  const message = error instanceof Error ? error.message : String(error);
  // Assertions of the native library begin with the file, the line and the condition; the last sentence is for people.
  const reason = message.split("\n")[0]!.replace(/^\/onnxruntime_src.* was false\. /, "");
  return { available: false, reason: reason.slice(0, 500) };
}
