import { proveAccelerators } from "../inference/prove-accelerators.ts";
import { readArguments } from "./read-arguments.ts";

/** Proves each execution provider with a small model in a child process, so that a broken driver cannot end us. */
export async function showAccelerators(args: string[]): Promise<number> {
  const { json } = readArguments(args, { subject: null });
  const reports = await proveAccelerators();
  if (json) console.log(JSON.stringify(reports, null, 2));
  else {
    for (const { device, available, reason, gigaflops } of reports) {
      const figure = gigaflops === undefined ? "" : `, ${gigaflops} GFLOP/s in a matrix product`;
      console.log(`${device.padEnd(10)}${available ? `proved${figure}` : `not available: ${reason}`}`);
    }
  }
  return 0;
}
