import { driverEnvironment } from "../inference/driver-environment.ts";

/**
 * The whole environment of an engine. It computes what strangers drew on models that strangers made, so it gets no
 * address of a database, no key and no home: only what drivers need, how much to use, and folders of its own.
 */
export function engineEnvironment({
  threads,
  memoryLimitBytes,
  scratchDir,
}: {
  threads: number;
  memoryLimitBytes: number;
  /** For temporary files. */
  scratchDir: string;
}): NodeJS.ProcessEnv {
  return {
    ...driverEnvironment(),
    ORT_DISABLE_TELEMETRY: "1",
    NODE_ENV: "production",
    TZ: "UTC",
    HOME: scratchDir,
    TMPDIR: scratchDir,
    TEMP: scratchDir,
    PATCHBAY_PARENT_PID: String(process.pid),
    PATCHBAY_ENGINE_THREADS: String(threads),
    PATCHBAY_ENGINE_MEMORY_BYTES: String(memoryLimitBytes),
  };
}
