import { sendFile } from "./send-file.ts";

/** Puts an .onnx file into the model registry under the file's own name. */
export function sendModel(
  file: File,
  onProgress?: (fraction: number) => void,
): Promise<{ modelId: string; hash: string }> {
  const name = file.name.replace(/\.onnx$/i, "").slice(0, 200) || "model";
  const headers = { "content-type": "application/octet-stream" };
  return sendFile(`/api/models?name=${encodeURIComponent(name)}`, file, { headers, ...(onProgress && { onProgress }) });
}
