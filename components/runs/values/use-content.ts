"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import type { JsonValue } from "#graph/json";
import type { RecordedValue } from "#graph/recorded-values";
import { useContentUrls } from "../content-urls-context.tsx";
import { ContentError, fetchContent } from "./fetch-content.ts";

const MAX_TRIES = 2;

/** Bytes or a part of them, by their address: they never change, so they are read once. `null` reads nothing. */
export function useContent(url: string | null) {
  return useQuery({
    queryKey: ["content", url],
    queryFn: url === null ? skipToken : ({ signal }) => fetchContent(url, { signal }),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: (failures, error) => failures < MAX_TRIES && !(error instanceof ContentError && error.isRefused),
  });
}

/** JSON above this is not unfolded in a browser; it is read as text, or downloaded. */
export const MAX_JSON_BYTES = 16_000_000;

export type WholeJson =
  | { state: "there"; json: JsonValue }
  | { state: "loading" }
  | { state: "failed"; error: Error; retry: () => void }
  | { state: "too-large" };

/** The whole of a value that is kept as JSON: at once where the record holds it. */
export function useWholeJson(record: RecordedValue): WholeJson {
  const { contentUrl } = useContentUrls();
  const artifact = "artifact" in record ? record.artifact : null;
  const isTooLarge = artifact !== null && artifact.sizeBytes > MAX_JSON_BYTES;
  const url = artifact && !isTooLarge ? contentUrl(artifact) : null;
  const query = useQuery({
    queryKey: ["content-json", url],
    queryFn:
      url === null
        ? skipToken
        : async ({ signal }) => JSON.parse(new TextDecoder().decode(await fetchContent(url, { signal }))) as JsonValue,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: (failures, error) => failures < MAX_TRIES && !(error instanceof ContentError && error.isRefused),
  });
  if (!artifact) return { state: "there", json: (record as { inline: JsonValue }).inline };
  if (isTooLarge) return { state: "too-large" };
  if (query.data !== undefined) return { state: "there", json: query.data };
  if (query.error) return { state: "failed", error: query.error, retry: () => void query.refetch() };
  return { state: "loading" };
}
