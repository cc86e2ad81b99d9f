"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { ContentError, fetchContent } from "./fetch-content.ts";

/** A picture that the browser has decoded; the error says whether it is gone. `null` loads nothing. */
export function usePicture(url: string | null) {
  return useQuery({
    queryKey: ["picture", url],
    queryFn: url === null ? skipToken : () => loadPicture(url),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
}

async function loadPicture(url: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.decoding = "async";
  picture.src = url;
  try {
    await picture.decode();
    return picture;
  } catch {
    // An <img> does not say why; the address does.
    await fetchContent(url, { range: { from: 0, to: 1 } });
    throw new ContentError("The browser cannot show this picture. Download it.", 0);
  }
}
