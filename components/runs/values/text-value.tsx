"use client";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { TextArea } from "#components/ui/text-input";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { ContentFailed } from "./content-state";
import { TextView } from "./text-view";
import { useText } from "./use-text.ts";
import type { PreviewSize, ValueProps } from "./value-props.ts";
import { TextDiff } from "./viewers";

/** Up to this a text is read at a glance. */
const SHORT_CHARACTERS = 280;

/** A text to read, search and compare. It stays text: what looks like markup is shown as it was written. */
export function TextValue({
  preview,
  record,
  size,
}: ValueProps<"text" | "json"> & { size: Exclude<PreviewSize, "node"> }) {
  const { text, isWhole, isCut, error, retry } = useText(record);
  const [isComparing, setIsComparing] = useState(false);
  const [other, setOther] = useState("");
  const isJson = preview.kind === "json";
  if (preview.length === 0) return <p className="text-3">Empty text</p>;
  const height = size === "large" ? "calc(100dvh - 240px)" : 320;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <TextView
        label={isJson ? "JSON" : "Text"}
        text={text}
        isMono={isJson}
        hasTools={size === "large" || preview.length > SHORT_CHARACTERS}
        maxHeightPx={height}
        actions={
          isWhole &&
          !isJson && (
            <Button size="sm" variant="quiet" aria-expanded={isComparing} onClick={() => setIsComparing(!isComparing)}>
              Compare
            </Button>
          )
        }
      />
      <p aria-live="polite" className="text-xs tabular-nums text-3">
        {isWhole
          ? formatQuantity(preview.kind === "json" ? text.length : preview.length, "character")
          : `${formatCount(text.length)} of ${formatQuantity(preview.length, "character")}${isCut ? ": download the text to see all of it" : error ? "" : ", loading"}`}
      </p>
      {error && <ContentFailed label="text" error={error} onRetry={retry} />}
      {isComparing && (
        <div className="grid gap-1.5">
          <TextArea
            aria-label="Text to compare with"
            placeholder="Paste the text to compare with"
            rows={4}
            value={other}
            onChange={(event) => setOther(event.target.value)}
          />
          {other !== "" && <TextDiff before={other} after={text} maxHeightPx={height} />}
        </div>
      )}
    </div>
  );
}
