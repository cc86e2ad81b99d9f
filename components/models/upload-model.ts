import { parseRefusal, type Refusal } from "../refusal.ts";

export type UploadResult =
  { kind: "stored"; modelId: string; hash: string } | { kind: "refused"; refusal: Refusal } | { kind: "stopped" };

/**
 * Sends an .onnx file to the server, which reads it and says what it is or why it cannot be taken. With `modelId` it
 * becomes a new version of that model. XHR, because fetch tells nothing of the progress of what is sent.
 */
export function uploadModel(
  file: File,
  {
    modelId,
    signal,
    onProgress,
  }: { modelId?: string | undefined; signal: AbortSignal; onProgress: (fraction: number) => void },
): Promise<UploadResult> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const search = new URLSearchParams({ name: file.name.replace(/\.onnx$/i, ""), ...(modelId && { modelId }) });
    request.open("POST", `/api/models?${search}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onabort = () => resolve({ kind: "stopped" });
    request.onerror = () =>
      resolve({ kind: "refused", refusal: { message: "The connection broke off. Nothing was stored; try again." } });
    request.onload = () => {
      if (request.status < 200 || request.status >= 300) {
        return resolve({ kind: "refused", refusal: parseRefusal(request.status, request.responseText) });
      }
      const { modelId: id, hash } = JSON.parse(request.responseText) as { modelId: string; hash: string };
      resolve({ kind: "stored", modelId: id, hash });
    };
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
