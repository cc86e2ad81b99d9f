import type { InferenceSession } from "onnxruntime-node";
import { watchParent } from "../engine/watch-parent.ts";
import { loadOnnxRuntime } from "./load-onnxruntime.ts";
import { providerOf } from "./provider-of.ts";
import type { ProofResult } from "./prove-accelerators.ts";

/**
 * Child process of `proveAccelerators`: multiplies two matrices on the device named by its argument and prints one line
 * of JSON. A driver that crashes or hangs takes only this process with it.
 */

/** One MatMul over float32 [n, k] and [k, m], opset 17. */
const MODEL =
  "CAg6XgoRCgFhCgFiEgFjIgZNYXRNdWwSBHRlc3RaFQoBYRIQCg4IARIKCgMSAW4KAxIBa1oVCgFiEhAKDggBEgoKAxIBawoDEgFtYhUKAWMSEAoOCAESCgoDEgFuCgMSAW1CAhAR";
/** Neg over float32 [n], opset 17: next to nothing to compute, so that what it takes is the way there and back. */
const COPY_MODEL = "CAg6NwoLCgF4EgF5IgNOZWcSBHRlc3RaEAoBeBILCgkIARIFCgMSAW5iEAoBeRILCgkIARIFCgMSAW5CAhAR";
const COPIED_FLOATS = 4_194_304;
/** A side of the small product; the large one, four times that, is only measured where it will not take seconds. */
const SMALL = 256;
const LARGE = 1_024;
const LARGE_IF_SMALL_BELOW_MS = 30;
const ROUNDS = 3;
/** A driver in software, on a busy machine, takes seconds for what others do in milliseconds. */
const MEASURED_FOR_MS = 1_500;

watchParent();
const device = process.argv[2] ?? "cpu";
console.log(JSON.stringify(await prove().catch(refusal)));

async function prove(): Promise<ProofResult> {
  const { Tensor } = await loadOnnxRuntime();
  const from = performance.now();
  const session = await openAlone(MODEL);
  const multiply = async (size: number) => {
    const ones = new Tensor("float32", new Float32Array(size * size).fill(1), [size, size]);
    const twos = new Tensor("float32", new Float32Array(size * size).fill(2), [size, size]);
    return (await session.run({ a: ones, b: twos })).c!.data as Float32Array;
  };
  const result = await multiply(64);
  if (!result.every((value) => Math.abs(value - 128) < 0.5)) throw new Error("The device computed a wrong product.");
  const provedMs = performance.now() - from;
  let size = SMALL;
  let ms = await quickest(() => multiply(size));
  if (ms < LARGE_IF_SMALL_BELOW_MS) ms = await quickest(() => multiply((size = LARGE)));
  const gigaflops = (2 * size ** 3) / ms / 1e6;
  return {
    available: true,
    provedMs: Math.round(provedMs),
    gigaflops: Math.round(gigaflops * 10) / 10,
    copyGigabytesPerS: await measureCopy(),
  };
}

async function openAlone(model: string): Promise<InferenceSession> {
  const { InferenceSession: Session } = await loadOnnxRuntime();
  return await Session.create(Buffer.from(model, "base64"), {
    executionProviders: [providerOf(device)],
    logSeverityLevel: 4,
    // Otherwise the processor would compute in the device's place without a word.
    extra: { session: { disable_cpu_ep_fallback: device === "cpu" ? "0" : "1" } },
  });
}

/** Gigabytes a second, there and back counted together. */
async function measureCopy(): Promise<number> {
  const { Tensor } = await loadOnnxRuntime();
  const session = await openAlone(COPY_MODEL);
  const x = new Tensor("float32", new Float32Array(COPIED_FLOATS).fill(1), [COPIED_FLOATS]);
  const ms = await quickest(() => session.run({ x }));
  return Math.round((2 * x.data.length * 4) / ms / 1e5) / 10;
}

/** Milliseconds of the quickest of some rounds; the first compiles and warms up, and counts where there is time for no other. */
async function quickest(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  const endsAt = performance.now() + MEASURED_FOR_MS;
  for (let round = 0; round <= ROUNDS && (round === 0 || performance.now() < endsAt); round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

function refusal(error: unknown): ProofResult {
  const message = error instanceof Error ? error.message : String(error);
  // Assertions of the native library begin with the file, the line and the condition; the last sentence is for people.
  const reason = message.split("\n")[0]!.replace(/^\/onnxruntime_src.* was false\. /, "");
  return { available: false, reason: reason.slice(0, 500) };
}
