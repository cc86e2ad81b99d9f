import { AppError } from "../../app-error.ts";
import type { AppErrorCode } from "../../app-error.ts";

export type ModelRefusal =
  "not-onnx" | "external-data-refused" | "bad-tensor" | "unsupported-op" | "bad-graph" | "too-large" | "compressed";

const codes: Partial<Record<ModelRefusal, AppErrorCode>> = {
  "too-large": "PAYLOAD_TOO_LARGE",
  compressed: "UNSUPPORTED_MEDIA_TYPE",
};

/** To be thrown: the file is no model that may be kept or run here. */
export function refuseModel(reason: ModelRefusal, message: string): AppError {
  return new AppError(codes[reason] ?? "BAD_REQUEST", message, { reason });
}

export function notOnnx(detail: string): AppError {
  return refuseModel("not-onnx", `This is no ONNX model: ${detail}. Choose a whole .onnx file.`);
}

const MAX_SHOWN = 100;

/** A name from the file as it may stand in a sentence: quoted, cut, without control characters. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name);
}
