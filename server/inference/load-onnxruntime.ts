import type * as OnnxRuntime from "onnxruntime-node";

let loading: Promise<typeof OnnxRuntime> | null = null;

/**
 * The native runtime, loaded with the first model: 45 MB that the web process and most commands never need, and that must
 * not send telemetry, which it decides at the moment when it loads.
 */
export function loadOnnxRuntime(): Promise<typeof OnnxRuntime> {
  loading ??= load();
  return loading;
}

async function load(): Promise<typeof OnnxRuntime> {
  process.env.ORT_DISABLE_TELEMETRY = "1";
  const runtime = await import("onnxruntime-node");
  // Version 1.30 takes float16 as the Uint16Array that it is on the wire, but where the language has Float16Array it wraps it
  // in one, and then refuses that as too small. It looks once, when it makes its first tensor.
  const holder = globalThis as { Float16Array?: unknown };
  const native = holder.Float16Array;
  delete holder.Float16Array;
  try {
    new runtime.Tensor("uint8", new Uint8Array(1), [1]);
  } finally {
    if (native !== undefined) {
      Object.defineProperty(globalThis, "Float16Array", { value: native, writable: true, configurable: true });
    }
  }
  return runtime;
}
