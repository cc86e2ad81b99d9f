"use client";
import { useEffect, useRef } from "react";
import type { Replacement } from "#graph/commands/replace-words";
import { patternOf } from "#graph/find-words";
import type { Found, Wanted } from "#graph/find-words";

/** A place that holds the words: what it is, its text with the words marked, and what would become of it. */
export function FoundRow({
  preview,
  wanted,
  isCurrent,
  isReplacing,
  onGo,
}: {
  preview: Replacement;
  wanted: Wanted;
  isCurrent: boolean;
  isReplacing: boolean;
  onGo: () => void;
}) {
  const { found } = preview;
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  return (
    <li>
      <button
        ref={row}
        type="button"
        aria-current={isCurrent || undefined}
        className="grid w-full gap-0.5 px-2.5 py-1.5 text-left hover:bg-hover aria-current:bg-selected"
        onClick={onGo}
      >
        <span className="truncate text-2">
          <span className="font-medium text-1">{found.title}</span> · {found.label}
        </span>
        <span className="truncate">
          <Marked text={found.text} wanted={wanted} />
          {isReplacing && "after" in preview && (
            <>
              <span aria-hidden> → </span>
              <span className="sr-only"> becomes </span>
              <ins className="text-1 no-underline">{excerpt(preview.after, 0)}</ins>
            </>
          )}
        </span>
        {isReplacing && "reason" in preview && <span className="text-2">Left: {preview.reason}</span>}
      </button>
    </li>
  );
}

const CHARACTERS_BEFORE = 16;
const MAX_CHARACTERS = 80;

function Marked({ text, wanted }: { text: string; wanted: Wanted }) {
  const [hit] = text.matchAll(patternOf(wanted));
  if (!hit) return excerpt(text, 0);
  const end = hit.index + hit[0].length;
  return (
    <>
      {excerpt(text.slice(0, hit.index), Math.max(0, hit.index - CHARACTERS_BEFORE))}
      <mark>{text.slice(hit.index, end)}</mark>
      {excerpt(text.slice(end), 0)}
    </>
  );
}

function excerpt(text: string, from: number): string {
  const part = text.slice(from, from + MAX_CHARACTERS).replace(/\s+/g, " ");
  return `${from > 0 ? "…" : ""}${part}${from + MAX_CHARACTERS < text.length ? "…" : ""}`;
}

/** The id of the record on the canvas. */
export function canvasIdOf({ table, id }: Found): string {
  if (table === "nodes") return id;
  return table === "notes" ? `note:${id}` : `frame:${id}`;
}
