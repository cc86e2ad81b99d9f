"use client";
import { Download } from "lucide-react";
import { IconButton } from "#components/ui/icon-button";
import type { JsonValue } from "#graph/json";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import { downloadFile } from "../editor/clipboard/download-file.ts";

/** Saves what the record itself holds. Larger values are files of their own and bring a link to each. */
export function OutputDownload({ name, record }: { name: string; record: RecordedFlow }) {
  const value = wholeValue(record);
  if (value === undefined) return null;
  const isText = typeof value === "string";
  const content = isText ? value : JSON.stringify(value, null, 2);
  return (
    <IconButton
      icon={Download}
      size="sm"
      label={`Download ${name}`}
      onClick={() =>
        downloadFile(
          new Blob([content], { type: isText ? "text/plain" : "application/json" }),
          `${name}.${isText ? "txt" : "json"}`,
        )
      }
    />
  );
}

/** The value as JSON where the record has all of it; undefined where some of it lies elsewhere. */
function wholeValue(record: RecordedFlow): JsonValue | undefined {
  if (!isRecordedList(record)) return "inline" in record ? record.inline : undefined;
  if (record.items.length < record.count) return undefined;
  const items: JsonValue[] = [];
  for (const item of record.items) {
    const value = item === null ? null : wholeValue(item);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return items;
}
