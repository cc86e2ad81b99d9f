const names: Record<string, string> = {
  cpu: "CPU",
  webgpu: "WebGPU",
  cuda: "CUDA",
  tensorrt: "TensorRT",
  coreml: "CoreML",
  dml: "DirectML",
};

/** An execution provider as people write it; one that is not known as it is. "cuda:1" is the second card: "CUDA 1". */
export function deviceName(device: string): string {
  const [provider = device, card] = device.split(":");
  return [names[provider] ?? provider, card].filter(Boolean).join(" ");
}
