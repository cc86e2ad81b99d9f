import type { FileRef } from "#graph/schema";
import { sendFile } from "./send-file.ts";

/** Keeps a file in the workspace; the reference is what params hold. */
export function sendWorkspaceFile(file: File, onProgress?: (fraction: number) => void): Promise<FileRef> {
  const headers = {
    // What a file is, its content decides.
    "content-type": "application/octet-stream",
    "x-file-name": encodeURIComponent(file.name),
  };
  return sendFile<FileRef>("/api/files", file, { headers, ...(onProgress && { onProgress }) });
}
