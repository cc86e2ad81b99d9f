import type { InferenceSession } from "onnxruntime-node";

/** The execution provider of a device by its name here: "cuda:1" is the second card of CUDA, counted from 0. */
export function providerOf(device: string): InferenceSession.ExecutionProviderConfig {
  const [name = device, card] = device.split(":");
  if (card === undefined) return name;
  const option: InferenceSession.CudaExecutionProviderOption = { name: "cuda", deviceId: Number(card) };
  return option;
}

/** Whether a proved device is what somebody names: "cuda" means any card of CUDA. */
export function isDevice(proved: string, named: string): boolean {
  return proved === named || proved.startsWith(`${named}:`);
}
