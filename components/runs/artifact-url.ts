import type { ArtifactRef } from "#graph/recorded-values";
import { type DimRange, writeRanges } from "#graph/tensor-slice";

type Ref = Pick<ArtifactRef, "hash" | "item">;

/** Where the bytes of values are read. Members read those of their workspace, guests those of the one run that they were shown. */
export type ContentUrls = {
  /** The browser shows pictures of it and saves everything else, under `name` when given. */
  contentUrl: (ref: Ref, name?: string) => string;
  /** A part of a tensor; the server says what one request may ask for. */
  sliceUrl: (ref: Ref, ranges: readonly DimRange[]) => string;
  /** A tensor as .npy, a table as CSV. */
  convertedUrl: (ref: Ref, format: "npy" | "csv", name: string) => string;
};

export function contentUrlsAt(base: string): ContentUrls {
  function address({ hash, item }: Ref, path: string, query: Record<string, string>): string {
    const search = Object.entries({ ...(item !== undefined && { item }), ...query })
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join("&");
    return `${base}/${hash}${path}${search && `?${search}`}`;
  }
  return {
    contentUrl: (ref, name) => address(ref, "", { ...(name !== undefined && { name }) }),
    sliceUrl: (ref, ranges) => address(ref, "/slice", { ranges: writeRanges(ranges) }),
    convertedUrl: (ref, format, name) => address(ref, "/converted", { format, name }),
  };
}

export const memberUrls = contentUrlsAt("/api/artifacts");

/** Where a member reads an artifact, to be saved under `name` when given. */
export function artifactUrl(hash: string, name?: string): string {
  return memberUrls.contentUrl({ hash }, name);
}

const extensions: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/tiff": "tiff",
  "image/avif": "avif",
  "audio/wav": "wav",
  "application/json": "json",
  "application/vnd.apache.parquet": "parquet",
  "text/csv": "csv",
  "text/plain": "txt",
};

/** A file name for a value that never had one: "image.png". */
export function artifactName(kind: string, mediaType: string): string {
  return `${kind}.${extensions[mediaType] ?? "bin"}`;
}
