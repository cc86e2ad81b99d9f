import path from "node:path";
import { placeOperators } from "../inference/place-operators.ts";
import type { OperatorPlacement } from "../inference/place-operators.ts";
import { proveAccelerators } from "../inference/prove-accelerators.ts";
import { readArguments } from "./read-arguments.ts";
import { readNamedFile } from "./read-named-file.ts";

/**
 * Proves each execution provider with a small model in a child process, so that a broken driver cannot end us. With a model
 * named it also says which of its operators each proved device takes; the exit code is 1 where none opens it.
 */
export async function showAccelerators(args: string[]): Promise<number> {
  const { json, model } = readArguments(args, { subject: null, takes: ["json", "model"] });
  if (model !== undefined) await readNamedFile(model); // refuses what is not there before the proofs, which take seconds
  const reports = await proveAccelerators();
  const devices = reports.filter(({ available }) => available).map(({ device }) => device);
  const placements: Record<string, OperatorPlacement> = {};
  for (const device of model === undefined ? [] : devices) {
    placements[device] = await placeOperators(path.resolve(model!), device);
  }
  const placed = Object.values(placements);
  const code = placed.length > 0 && placed.every((placement) => "refusal" in placement) ? 1 : 0;
  if (json) {
    const known = reports.map((report) => {
      const operators = placements[report.device];
      return operators ? { ...report, operators } : report;
    });
    console.log(JSON.stringify(known, null, 2));
    return code;
  }
  for (const { device, available, reason, gigaflops, copyGigabytesPerS } of reports) {
    const product = gigaflops === undefined ? "" : `, ${gigaflops} GFLOP/s in a matrix product`;
    const copy = copyGigabytesPerS === undefined ? "" : `, ${copyGigabytesPerS} GB/s in copies`;
    console.log(`${device.padEnd(10)}${available ? `proved${product}${copy}` : `not available: ${reason}`}`);
    if (placements[device]) console.log(`${" ".repeat(10)}${describe(placements[device], device)}`);
  }
  return code;
}

function describe(placement: OperatorPlacement, device: string): string {
  if ("refusal" in placement) return `the model does not open: ${placement.refusal}`;
  const { total, onDevice, onProcessor } = placement;
  if (device === "cpu") return `${total} operators of the model`;
  const rest = onProcessor.map(({ name, count }) => (count > 1 ? `${name} ×${count}` : name)).join(", ");
  return `${onDevice} of ${total} operators of the model${rest && `; on the cpu: ${rest}`}`;
}
