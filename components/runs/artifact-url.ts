/** Where an artifact is read. The browser shows pictures of it and saves everything else, under `name` when given. */
export function artifactUrl(hash: string, name?: string): string {
  return `/api/artifacts/${hash}${name === undefined ? "" : `?name=${encodeURIComponent(name)}`}`;
}

const extensions: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "application/json": "json",
  "application/vnd.apache.parquet": "parquet",
  "text/csv": "csv",
  "text/plain": "txt",
};

/** A file name for a value that never had one: "image.png". */
export function artifactName(kind: string, mediaType: string): string {
  return `${kind}.${extensions[mediaType] ?? "bin"}`;
}
