"use client";
import { Search, X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { Kbd } from "#components/ui/kbd";
import { useSearchKey } from "#components/ui/search-field";
import { complete, type Completion } from "#graph/run-query/complete-query";
import { MAX_QUERY_LENGTH, type QueryProblem } from "#graph/run-query/parse-run-query";
import { classes } from "../../ui/classes.ts";
import { enterRows } from "../../ui/list-keys.ts";
import { QueryUnderlines } from "./query-underlines";
import { useCompletions } from "./use-completions.ts";

/**
 * The field for the query of the list: completes fields and values by keyboard, underlines what is wrong and says what
 * would be right. Enter applies the query; Escape closes what is offered, then empties the field, then leaves it.
 */
export function QueryField({
  text,
  problems,
  onChange,
  onApply,
}: {
  text: string;
  problems: readonly QueryProblem[];
  onChange: (text: string) => void;
  /** At once, not when typing has paused. */
  onApply: (text: string) => void;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState(text.length);
  const [isOpen, setOpen] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [active, setActive] = useState(-1);
  const [scrollLeft, setScrollLeft] = useState(0);
  useSearchKey(input);
  const { typing, completions } = useCompletions(text, caret, isOpen);
  const isListed = isOpen && completions.length > 0;
  const at = Math.min(active, completions.length - 1);
  // Of the word that is being typed nothing is said yet.
  const isTyped = ({ start, end }: QueryProblem) => isFocused && start <= caret && caret <= end;
  const [problem] = problems.filter((one) => text.length > MAX_QUERY_LENGTH || !isTyped(one));

  const wantedCaret = useRef<number | null>(null);
  useEffect(() => {
    if (wantedCaret.current === null) return;
    input.current?.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = null;
  }, [text]);

  function type(next: string, nextCaret: number) {
    onChange(next);
    setCaret(nextCaret);
    setActive(-1);
    setOpen(true);
  }

  function choose(completion: Completion) {
    const done = complete(text, typing, completion);
    wantedCaret.current = done.caret;
    type(done.text, done.caret);
    input.current?.focus();
  }

  function pressKey(event: React.KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" && isListed) setActive(Math.min(at + 1, completions.length - 1));
    else if (event.key === "ArrowDown" && !isOpen && event.altKey) setOpen(true);
    else if (event.key === "ArrowDown") return enterRows(event);
    else if (event.key === "ArrowUp" && isListed) setActive(Math.max(at - 1, -1));
    else if ((event.key === "Enter" || event.key === "Tab") && isListed && at >= 0) choose(completions[at]!);
    else if (event.key === "Enter") {
      setOpen(false);
      onApply(text);
    } else if (event.key === "Escape" && isListed) setOpen(false);
    else if (event.key === "Escape" && text) onApply("");
    else if (event.key === "Escape") event.currentTarget.blur();
    else return;
    event.preventDefault();
  }

  return (
    <div role="search" aria-label="Runs" className="relative min-w-0 flex-1 basis-80 max-sm:basis-full">
      <div className="relative flex items-center">
        <Icon icon={Search} size={14} className="pointer-events-none absolute left-2 text-3" />
        <input
          ref={input}
          role="combobox"
          aria-label="Search runs"
          aria-expanded={isListed}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isListed && at >= 0 ? `${id}-${at}` : undefined}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          aria-keyshortcuts="/"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          placeholder="Search runs: status:failed duration:>2s …"
          value={text}
          onChange={({ target }) => type(target.value, target.selectionStart ?? target.value.length)}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? 0)}
          onScroll={({ currentTarget }) => setScrollLeft(currentTarget.scrollLeft)}
          onKeyDown={pressKey}
          onFocus={() => setFocused(true)}
          onClick={() => setOpen(true)}
          onBlur={() => {
            setFocused(false);
            setOpen(false);
          }}
          className="peer h-md w-full rounded-2 border border-control bg-node pl-7 pr-9 font-mono text-xs text-1 placeholder:font-sans placeholder:text-sm aria-invalid:border-danger pointer-coarse:h-9"
        />
        <QueryUnderlines text={text} problems={problem ? problems : []} scrollLeft={scrollLeft} />
        {text ? (
          <IconButton
            icon={X}
            label="Clear the search"
            className="absolute right-0.5"
            onClick={() => {
              onApply("");
              input.current?.focus();
            }}
          />
        ) : (
          <span className="pointer-events-none absolute right-2 peer-focus:hidden pointer-coarse:hidden">
            <Kbd>/</Kbd>
          </span>
        )}
      </div>
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label="What can be searched"
        className={classes(
          "absolute left-0 top-full z-30 mt-1 max-h-80 w-max min-w-72 max-w-full overflow-y-auto rounded-3 border border-strong bg-overlay p-1 text-xs shadow-3",
          !isListed && "hidden",
        )}
      >
        {isListed &&
          completions.map((completion, index) => (
            <li
              key={completion.text}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              ref={(row) => {
                if (index === at) row?.scrollIntoView({ block: "nearest" });
              }}
              className={classes(
                "flex h-7 cursor-default items-center gap-3 rounded-2 px-2 pointer-coarse:h-10",
                index === at && "bg-selected",
              )}
              // The focus stays in the field.
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => setActive(index)}
              onClick={() => choose(completion)}
            >
              <span className="truncate font-mono">{completion.text}</span>
              <span className="truncate text-3">{completion.detail}</span>
            </li>
          ))}
      </ul>
      {problem && (
        <p id={`${id}-problem`} role="alert" className="mt-1 text-xs text-danger">
          {problem.message}
        </p>
      )}
    </div>
  );
}
