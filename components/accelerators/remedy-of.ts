/** What would make an accelerator available, where that is known; null where its own words have to do. */
export function remedyOf({ device, reason }: { device: string; reason?: string | undefined }): string | null {
  const [provider] = device.split(":");
  const isNvidia = provider === "cuda" || provider === "tensorrt";
  if (!isNvidia || !reason?.includes("Failed to load shared library")) return null;
  return "With an NVIDIA card and its driver: npm run accelerators:install fetches the libraries, and a worker tries again when it starts.";
}
