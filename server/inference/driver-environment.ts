/** Where drivers of accelerators are found, and which of several devices to use. None of it is a secret. */
const names = [
  "CUDA_VISIBLE_DEVICES",
  "NVIDIA_VISIBLE_DEVICES",
  "NVIDIA_DRIVER_CAPABILITIES",
  "LD_LIBRARY_PATH",
  "VK_DRIVER_FILES",
  "VK_ICD_FILENAMES",
  "XDG_RUNTIME_DIR",
  "SystemRoot", // without it Windows starts no process
];

/** What of this process's environment a process that uses accelerators needs. Engines and their proof get the same. */
export function driverEnvironment(): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value ? [[name, value] as const] : [];
    }),
  );
}
