"use client";
import { skipToken, useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import type { JsonObject } from "#graph/json";
import type { RecordedValue } from "#graph/recorded-values";
import { elementsOf, type NumericDtype } from "#graph/tensor-elements";
import { unpack } from "#graph/unpack";
import { useContentUrls } from "../content-urls-context.tsx";
import { fetchContent } from "./fetch-content.ts";
import {
  inlineElements,
  pickSlice,
  type Plane,
  planeElements,
  type PlaneElements,
  type PlaneWindow,
  rangesOf,
} from "./tensor-plane.ts";
import type { ValueProps } from "./value-props.ts";

/** Texts have no fixed size, so a tensor of them is read whole or not at all. */
const MAX_TEXTS_BYTES = 4_000_000;

type TensorPreview = ValueProps<"tensor">["preview"];
export type PlaneParts = { parts: (PlaneElements | undefined)[]; error: Error | null; retry: () => void };

type Elements = ArrayLike<number | bigint | string>;

/**
 * Some windows of a plane of a tensor: from its record, or from the server, which reads no more than these of the file.
 * `windows` stay the same array while they are the same, and so do the parts.
 */
export function usePlane(
  { record, preview, plane }: { record: RecordedValue; preview: TensorPreview; plane: Plane },
  windows: readonly PlaneWindow[],
): PlaneParts {
  const { sliceUrl } = useContentUrls();
  const { dtype, shape } = preview;
  const artifact = "artifact" in record ? record.artifact : null;
  const inline = "inline" in record ? (record.inline as JsonObject) : null;
  const here = useMemo(() => inline && inlineElements(inline), [inline]);
  const texts = useTexts(record, dtype === "string" && artifact !== null);
  const all = here ?? texts.data ?? null;
  const { slices, failed } = useQueries({
    queries: windows.map((window, index) => {
      const ranges = rangesOf(shape, plane, window);
      const isEmpty = ranges.some(({ count }) => count === 0);
      const url = artifact && dtype !== "string" && !isEmpty ? sliceUrl(artifact, ranges) : null;
      return {
        queryKey: ["slice", url ?? index],
        queryFn:
          url === null
            ? skipToken
            : async ({ signal }: { signal: AbortSignal }) =>
                elementsOf(dtype as NumericDtype, await fetchContent(url, { signal })) as Elements,
        staleTime: Infinity,
        gcTime: 60_000,
        retry: false,
      };
    }),
    combine: slicesOf,
  });
  const parts = useMemo(
    () =>
      windows.map((window, index) => {
        const elements = all ? pickSlice(all, shape, rangesOf(shape, plane, window)) : slices[index];
        return elements && planeElements(dtype, elements, { plane, window });
      }),
    [windows, plane, shape, dtype, all, slices],
  );
  return {
    parts,
    error: texts.error ?? failed[0]?.error ?? null,
    retry: () => {
      if (texts.error) void texts.refetch();
      for (const query of failed) void query.refetch();
    },
  };
}

function slicesOf(queries: UseQueryResult<Elements>[]) {
  return { slices: queries.map(({ data }) => data), failed: queries.filter(({ error }) => error) };
}

function useTexts(record: RecordedValue, isWanted: boolean) {
  const { contentUrl } = useContentUrls();
  const artifact = isWanted && "artifact" in record ? record.artifact : null;
  const url = artifact && contentUrl(artifact);
  return useQuery({
    queryKey: ["tensor-texts", url],
    queryFn: !url
      ? skipToken
      : async ({ signal }) => {
          if (artifact.sizeBytes > MAX_TEXTS_BYTES)
            throw new Error("The tensor holds too much text to be shown. Download it.");
          const bytes = await fetchContent(url, { signal });
          if (artifact.mediaType === "application/json") {
            return inlineElements(JSON.parse(new TextDecoder().decode(bytes)) as JsonObject);
          }
          return JSON.parse(new TextDecoder().decode(unpack(bytes).payload)) as string[];
        },
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
}
