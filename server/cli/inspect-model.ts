import { createHash } from "node:crypto";
import { describeShape } from "../../graph/describe-type.ts";
import type { TensorSignature } from "../../graph/values.ts";
import { AppError } from "../app-error.ts";
import { readOnnx } from "../inference/read-onnx.ts";
import { readArguments } from "./read-arguments.ts";
import { readNamedFile } from "./read-named-file.ts";
import { UsageError } from "./usage-error.ts";

/** Shows what an .onnx file declares, read by our own parser: nothing of it is executed. */
export async function inspectModel(args: string[]): Promise<number> {
  const { subject, json } = readArguments(args, { subject: "an .onnx file" });
  const bytes = await readNamedFile(subject);
  const summary = inspect(bytes, subject);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (json) {
    console.log(JSON.stringify({ file: subject, sha256, sizeBytes: bytes.length, ...summary }, null, 2));
    return 0;
  }
  const opset = summary.opset.map(({ domain, version }) => `${domain || "ai.onnx"} ${version}`).join(", ");
  console.log(`${subject}\n  SHA-256     ${sha256}\n  size        ${bytes.length} bytes`);
  console.log(`  parameters  ${summary.parameterCount}\n  opset       ${opset}`);
  printSignature("inputs", summary.inputs);
  printSignature("outputs", summary.outputs);
  console.log("  operators");
  for (const { name, count } of summary.operators) console.log(`    ${name} × ${count}`);
  return 0;
}

function inspect(bytes: Uint8Array, subject: string) {
  try {
    return readOnnx(bytes);
  } catch (error) {
    if (error instanceof AppError)
      throw new UsageError(`${subject}: ${error.message}`, error.reason === undefined ? {} : { reason: error.reason });
    throw error;
  }
}

function printSignature(title: string, signature: readonly TensorSignature[]) {
  console.log(`  ${title}`);
  for (const { name, dtype, shape } of signature) console.log(`    ${name}  ${dtype} ${describeShape(shape)}`);
}
