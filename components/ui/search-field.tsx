"use client";
import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { classes } from "./classes.ts";
import { Icon } from "./icon";
import { Kbd } from "./kbd";

/** Searches the list in front of you: "/" goes to it from anywhere on the page, Esc empties it, then leaves it. */
export function SearchField({
  label,
  value,
  onChange,
  onKeyDown,
  className,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  className?: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  useSearchKey(input);

  return (
    <div className={classes("relative flex items-center", className)}>
      <Icon icon={Search} size={14} className="pointer-events-none absolute left-2 text-3" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            if (value) onChange("");
            else event.currentTarget.blur();
          }
          onKeyDown?.(event);
        }}
        className="peer h-md w-full rounded-2 border border-control bg-node pl-7 pr-8 text-sm text-1 [&::-webkit-search-cancel-button]:hidden"
      />
      <span className="pointer-events-none absolute right-2 peer-focus:hidden pointer-coarse:hidden">
        <Kbd>/</Kbd>
      </span>
    </div>
  );
}

/** "/" goes to the field from anywhere on the page. */
export function useSearchKey(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function focusOnSlash(event: KeyboardEvent) {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener("keydown", focusOnSlash);
    return () => document.removeEventListener("keydown", focusOnSlash);
  }, [input]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
