import { proveAccelerators } from "../inference/prove-accelerators.ts";
import { readArguments } from "./read-arguments.ts";

/** Proves each execution provider with a small model in a child process, so that a broken driver cannot end us. */
export async function showAccelerators(args: string[]): Promise<number> {
  const { json } = readArguments(args, { subject: null });
  const reports = await proveAccelerators();
  if (json) console.log(JSON.stringify(reports, null, 2));
  else {
    for (const { device, available, reason } of reports) {
      console.log(`${device.padEnd(10)}${available ? "proved" : "not available"}${reason ? `: ${reason}` : ""}`);
    }
  }
  return 0;
}
