"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useId, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Badge } from "#components/ui/badge";
import type { ControlProps } from "#components/ui/field";
import { Icon } from "#components/ui/icon";
import { MAX_TAGS, tagSchema } from "#graph/run-labels";

/**
 * Tags as they are typed: Enter and comma take one over, Backspace in the empty field takes the last one back. Those that
 * runs of the workspace have are offered. `text` is what has not been taken over yet.
 */
export function TagsInput({
  tags,
  text,
  onChange,
  onText,
  ...control
}: ControlProps & {
  tags: readonly string[];
  text: string;
  onChange: (tags: string[]) => void;
  onText: (text: string) => void;
}) {
  const trpc = useTRPC();
  const listId = useId();
  const [isFocused, setFocused] = useState(false);
  const { data: known = [] } = useQuery(
    trpc.runs.suggest.queryOptions(
      { field: "tag", text: text.trim().slice(0, 40) },
      { enabled: isFocused, placeholderData: keepPreviousData, staleTime: 30_000 },
    ),
  );
  function take(typed: string) {
    const { tags: next, rest } = withTyped(tags, typed);
    onChange(next);
    onText(rest);
  }
  return (
    <div className="flex flex-wrap items-center gap-1 rounded-2 border border-control bg-node px-1.5 py-1 focus-within:shadow-(--focus-ring)">
      {tags.map((tag) => (
        <Badge key={tag} isOutlined className="pr-0!">
          {tag}
          <button
            type="button"
            aria-label={`Take ${tag} away`}
            onClick={() => onChange(tags.filter((one) => one !== tag))}
            className="grid size-[18px] place-items-center rounded-1 hover:bg-hover pointer-coarse:size-6"
          >
            <Icon icon={X} size={12} />
          </button>
        </Badge>
      ))}
      <input
        {...control}
        list={listId}
        value={text}
        autoComplete="off"
        placeholder={tags.length === 0 ? "nightly, golden" : ""}
        className="h-6 min-w-24 flex-1 bg-transparent text-sm outline-none focus-visible:shadow-none! [&::-webkit-calendar-picker-indicator]:hidden!"
        onFocus={() => setFocused(true)}
        onBlur={() => text.trim() && take(text)}
        onChange={({ target }) => (target.value.includes(",") ? take(target.value) : onText(target.value))}
        onKeyDown={(event) => {
          if (event.key === "Enter" && text.trim()) {
            event.preventDefault();
            take(text);
          } else if (event.key === "Backspace" && text === "" && tags.length > 0) onChange(tags.slice(0, -1));
        }}
      />
      <datalist id={listId}>
        {known
          .filter((tag) => !tags.includes(tag))
          .map((tag) => (
            <option key={tag} value={tag}>
              {tag}
            </option>
          ))}
      </datalist>
    </div>
  );
}

/** The tags with those that were typed; `rest` is the first that is none, to be mended. */
export function withTyped(tags: readonly string[], typed: string): { tags: string[]; rest: string } {
  const next = new Set(tags);
  for (const part of typed.split(",")) {
    if (part.trim() === "") continue;
    const tag = tagSchema.safeParse(part);
    if (!tag.success || (next.size >= MAX_TAGS && !next.has(tag.data))) return { tags: [...next], rest: part };
    next.add(tag.data);
  }
  return { tags: [...next], rest: "" };
}

/** Why what is typed is no tag; null while it may become one. */
export function tagProblem(tags: readonly string[], text: string): string | null {
  if (text.trim() === "") return null;
  if (tags.length >= MAX_TAGS) return `A run takes up to ${MAX_TAGS} tags. Take one away first.`;
  const tag = tagSchema.safeParse(text);
  return tag.success ? null : `“${text.trim()}” ${tag.error.issues[0]!.message}.`;
}
