/** What drivers of accelerators need to be found; nothing else of the worker's environment reaches an engine. */
const passedOn = [
  "CUDA_VISIBLE_DEVICES",
  "LD_LIBRARY_PATH",
  "VK_DRIVER_FILES",
  "VK_ICD_FILENAMES",
  "XDG_RUNTIME_DIR",
  "SystemRoot", // without it Windows starts no process
];

/**
 * The whole environment of an engine. It computes what strangers drew on models that strangers made, so it gets no
 * address of a database, no key and no home: only where to answer, how much to use, and an empty folder.
 */
export function engineEnvironment({
  socketPath,
  threads,
  devices,
  scratchDir,
}: {
  socketPath: string;
  threads: number;
  devices: readonly string[];
  scratchDir: string;
}): NodeJS.ProcessEnv {
  const drivers = passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : []));
  return {
    ...Object.fromEntries(drivers),
    ORT_DISABLE_TELEMETRY: "1",
    NODE_ENV: "production",
    TZ: "UTC",
    HOME: scratchDir,
    TMPDIR: scratchDir,
    PATCHBAY_ENGINE_SOCKET: socketPath,
    PATCHBAY_ENGINE_THREADS: String(threads),
    PATCHBAY_ENGINE_DEVICES: devices.join(","),
  };
}
