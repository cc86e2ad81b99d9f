const names: Record<string, string> = {
  cpu: "CPU",
  webgpu: "WebGPU",
  cuda: "CUDA",
  tensorrt: "TensorRT",
  coreml: "CoreML",
  dml: "DirectML",
};

/** An execution provider as people write it; one that is not known as it is. */
export function deviceName(device: string): string {
  return names[device] ?? device;
}
