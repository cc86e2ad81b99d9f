import { formatValue } from "../../ui/format-number.ts";
import { TextValue } from "./text-value";
import type { ValueProps } from "./value-props.ts";
import { JsonValue } from "./viewers";

const MAX_NODE_CHARACTERS = 220;

/** Numbers, words, yes and no, and JSON. Text stays text: what looks like markup is shown as it was written. */
export function PlainValue({ preview, record, size }: ValueProps<"number" | "text" | "boolean" | "json">) {
  if (preview.kind === "number" || preview.kind === "boolean") {
    const words =
      preview.kind === "boolean"
        ? String(preview.value)
        : typeof preview.value === "number"
          ? formatValue(preview.value, 6)
          : preview.value;
    if (size === "node") return <p className="px-2 py-1 text-md font-strong tabular-nums">{words}</p>;
    const exact = exactly(preview.value, words);
    return (
      <>
        <p className="text-xl font-strong tabular-nums">{words}</p>
        {exact !== null && <p className="mono text-xs wrap-anywhere text-2">exactly {exact}</p>}
      </>
    );
  }
  const { text, length } = preview;
  if (size !== "node") {
    return preview.kind === "json" ? (
      <JsonValue preview={preview} record={record} size={size} />
    ) : (
      <TextValue preview={preview} record={record} size={size} />
    );
  }
  if (length === 0) return <p className="px-2 py-1.5 text-xs text-3">Empty text</p>;
  return (
    <p
      dir="auto"
      className={`line-clamp-5 whitespace-pre-wrap wrap-anywhere px-2 py-1.5 ${preview.kind === "json" ? "mono text-2xs leading-[15px]" : "text-xs"}`}
    >
      {text.slice(0, MAX_NODE_CHARACTERS)}
    </p>
  );
}

/** All digits of a number, where the words have lost some. */
function exactly(value: number | string | boolean, words: string): string | null {
  if (typeof value !== "number" || Object.is(Number(words.replaceAll(",", "")), value)) return null;
  return Object.is(value, -0) ? "-0" : String(value);
}
