"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import type { RecordedValue } from "#graph/recorded-values";
import { useContentUrls } from "../content-urls-context.tsx";
import { fetchContent } from "./fetch-content.ts";
import { readMask } from "./mask-pixels.ts";

/** Larger ones are looked at in small: their classes could not be switched quickly. */
const MAX_MASK_PX = 40_000_000;

/** The class of each pixel of a mask; asks for nothing when it is too large. */
export function useMask(record: RecordedValue, size: { width: number; height: number }) {
  const { contentUrl } = useContentUrls();
  const isSmallEnough = size.width * size.height <= MAX_MASK_PX;
  const url = "artifact" in record && isSmallEnough ? contentUrl(record.artifact) : null;
  const query = useQuery({
    queryKey: ["mask", url],
    queryFn: url === null ? skipToken : async ({ signal }) => readMask(await fetchContent(url, { signal })),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
  return { ...query, isTooLarge: !isSmallEnough };
}
