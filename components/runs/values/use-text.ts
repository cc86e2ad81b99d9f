"use client";
import { useEffect, useState } from "react";
import type { RecordedValue } from "#graph/recorded-values";
import { useContentUrls } from "../content-urls-context.tsx";
import { fetchContent } from "./fetch-content.ts";

const PIECE_BYTES = 1_000_000;
/** Beyond this a text is a download: a tab has to hold it twice. */
const MAX_TEXT_BYTES = 32_000_000;

export type LoadedText = {
  text: string;
  /** All of it is there. */
  isWhole: boolean;
  /** It is longer than a browser should hold; `text` is its start. */
  isCut: boolean;
  error: Error | null;
  retry: () => void;
};

/** A text, of which large ones come piece by piece: the first is there at once, from the record. */
export function useText(record: RecordedValue): LoadedText {
  const { contentUrl } = useContentUrls();
  const { preview } = record;
  const start = preview.kind === "text" || preview.kind === "json" ? preview.text : "";
  const inline = "inline" in record ? textOf(record.inline, record.kind) : null;
  const artifact = "artifact" in record ? record.artifact : null;
  const url = artifact ? contentUrl(artifact) : null;
  const sizeBytes = artifact?.sizeBytes ?? 0;
  // A text with what Postgres cannot keep is kept as the JSON of a string, which is read whole or not at all.
  const isQuoted = record.kind === "text" && artifact?.mediaType === "application/json";
  const [tries, setTries] = useState(0);
  const [loaded, setLoaded] = useState<{ url: string | null; text: string; isWhole: boolean; error: Error | null }>({
    url: null,
    text: "",
    isWhole: false,
    error: null,
  });

  useEffect(() => {
    if (url === null) return;
    const stop = new AbortController();
    void (async () => {
      const decoder = new TextDecoder();
      let text = "";
      const limit = Math.min(sizeBytes, MAX_TEXT_BYTES);
      const pieceBytes = isQuoted ? limit : PIECE_BYTES;
      try {
        for (let from = 0; from < limit; from += pieceBytes) {
          const to = Math.min(limit, from + pieceBytes);
          text += decoder.decode(await fetchContent(url, { signal: stop.signal, range: { from, to } }), {
            stream: to < sizeBytes,
          });
          const isWhole = to === sizeBytes;
          if (isQuoted && !isWhole) throw new Error("The text is too large to be shown. Download it.");
          if (!stop.signal.aborted)
            setLoaded({ url, text: isQuoted ? (JSON.parse(text) as string) : text, isWhole, error: null });
        }
      } catch (error) {
        if (!stop.signal.aborted) setLoaded({ url, text, isWhole: false, error: error as Error });
      }
    })();
    return () => stop.abort();
  }, [url, sizeBytes, isQuoted, tries]);

  const retry = () => setTries(tries + 1);
  if (inline !== null) return { text: inline, isWhole: true, isCut: false, error: null, retry };
  if (loaded.url !== url) return { text: start, isWhole: false, isCut: false, error: null, retry };
  const text = loaded.text.length >= start.length ? loaded.text : start;
  return { ...loaded, text, isCut: !loaded.isWhole && sizeBytes > MAX_TEXT_BYTES && loaded.error === null, retry };
}

function textOf(inline: unknown, kind: string): string {
  return kind === "text" && typeof inline === "string" ? inline : JSON.stringify(inline, null, 2);
}
