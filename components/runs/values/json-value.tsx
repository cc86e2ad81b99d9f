"use client";
import { useState } from "react";
import { Segmented } from "#components/ui/segmented";
import { ContentFailed, ContentLoading } from "./content-state";
import { JsonTree } from "./json-tree";
import { TextValue } from "./text-value";
import { useWholeJson } from "./use-content.ts";
import type { PreviewSize, ValueProps } from "./value-props.ts";

/** JSON as a tree to unfold, or as the text that it is. What is too large for a tree is text alone. */
export function JsonValue(props: ValueProps<"json"> & { size: Exclude<PreviewSize, "node"> }) {
  const { record, size } = props;
  const whole = useWholeJson(record);
  const [view, setView] = useState<"tree" | "raw">("tree");
  if (whole.state === "too-large") return <TextValue {...props} />;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <Segmented
        label="View of the JSON"
        value={view}
        onChange={setView}
        className="w-fit"
        options={[
          { value: "tree", label: "Tree" },
          { value: "raw", label: "Raw" },
        ]}
      />
      {view === "raw" ? (
        <TextValue {...props} />
      ) : whole.state === "there" ? (
        <JsonTree json={whole.json} maxHeightPx={size === "large" ? "calc(100dvh - 260px)" : 320} />
      ) : whole.state === "failed" ? (
        <ContentFailed label="JSON" error={whole.error} onRetry={whole.retry} />
      ) : (
        <ContentLoading label="the JSON" />
      )}
    </div>
  );
}
