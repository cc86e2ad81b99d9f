import type { ProtoCursor } from "./proto-cursor.ts";
import { refuseModel } from "./refuse-model.ts";

/** Newer exporters add small fields; a large one is cargo that nobody looks at. */
const MAX_UNKNOWN_BYTES = 1_000_000;

export function skipUnknown({ field, start, end }: ProtoCursor): void {
  if (end - start <= MAX_UNKNOWN_BYTES) return;
  const message = `The model holds ${end - start} bytes in a field that ONNX does not have (${field}). Export the model again.`;
  throw refuseModel("not-onnx", message);
}
