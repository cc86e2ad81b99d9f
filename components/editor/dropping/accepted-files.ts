/** What a file picker offers for an input of this kind; an empty list takes any file. */
export const acceptedFiles: Readonly<Record<string, readonly string[]>> = {
  image: ["image/png", "image/jpeg", "image/webp", "image/gif", "image/tiff", "image/avif"],
  audio: ["audio/*"],
  video: ["video/*"],
  table: [".csv", ".tsv", ".parquet", ".json", ".jsonl", "text/csv", "application/json"],
  file: [],
};
