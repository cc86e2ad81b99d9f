import { ScrollRegion } from "#components/ui/scroll-region";
import { formatCount, formatValue } from "../../ui/format-number.ts";
import type { ValueProps } from "./value-props.ts";

const MAX_NODE_CHARACTERS = 220;

/** Numbers, words, yes and no, and JSON. Text stays text: what looks like markup is shown as it was written. */
export function PlainValue({ preview, size }: ValueProps<"number" | "text" | "boolean" | "json">) {
  if (preview.kind === "number" || preview.kind === "boolean") {
    const words =
      preview.kind === "boolean"
        ? String(preview.value)
        : typeof preview.value === "number"
          ? formatValue(preview.value, 6)
          : preview.value;
    return (
      <p
        className={size === "node" ? "px-2 py-1 text-md font-strong tabular-nums" : "text-xl font-strong tabular-nums"}
      >
        {words}
      </p>
    );
  }
  const { text, length } = preview;
  const isJson = preview.kind === "json";
  if (length === 0) return <p className={size === "node" ? "px-2 py-1.5 text-xs text-3" : "text-3"}>Empty text</p>;
  if (size === "node") {
    return (
      <p
        dir="auto"
        className={`line-clamp-5 whitespace-pre-wrap wrap-anywhere px-2 py-1.5 ${isJson ? "mono text-2xs leading-[15px]" : "text-xs"}`}
      >
        {text.slice(0, MAX_NODE_CHARACTERS)}
      </p>
    );
  }
  return (
    <div className="grid gap-1">
      <ScrollRegion
        label={isJson ? "JSON" : "Text"}
        className="max-h-80 rounded-3 border border-line bg-sunken px-3 py-2"
      >
        <pre
          dir="auto"
          className={`whitespace-pre-wrap wrap-anywhere ${isJson ? "mono text-xs" : "font-sans text-md leading-read"}`}
        >
          {text}
          {text.length < length && "…"}
        </pre>
      </ScrollRegion>
      <p className="text-xs tabular-nums text-3">
        {text.length < length
          ? `The first ${formatCount(text.length)} of ${formatCount(length)} characters`
          : `${formatCount(length)} ${length === 1 ? "character" : "characters"}`}
      </p>
    </div>
  );
}
