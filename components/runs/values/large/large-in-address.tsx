"use client";
import { X } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Dialog } from "#components/ui/dialog";
import { IconButton } from "#components/ui/icon-button";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import { formatCount } from "../../../ui/format-number.ts";
import { KeepItems } from "../../../workflow-tests/keep-items";
import type { ValueNamed } from "../../value-named.ts";
import { ValuePreview } from "../../value-preview";
import { reachableOf } from "../reachable-of.ts";
import { printable } from "../text-lines.ts";
import { readLarge, type ValuePlace, withLarge } from "./large-url.ts";
import { ItemsOpen, OpenInAddress } from "./value-place";

/** Browsers take only so many addresses in a time, and keys go through items quicker. */
const WRITTEN_AFTER_MS = 250;
const MAX_NAME_CHARACTERS = 80;

/**
 * A page whose address says which of its values is open in large, so that a reload, a copy and the way back know it.
 * `find` gives the value at a place; `where` names what was searched, and `isPending` is whether it may still get more values.
 */
export function LargeInAddress({
  find,
  where,
  isPending,
  children,
}: {
  find: (place: ValuePlace) => ValueNamed | null;
  where: string;
  isPending: boolean;
  children: React.ReactNode;
}) {
  const asked = readLarge(useSearchParams());
  const found = asked && find(asked);
  const value = found && hasItem(found.record, asked.path) ? found : null;
  const isOpen = value !== null;
  /** What opened it here, so that behind it lies the page as it was. No button is the dialog's own, which would give back the focus. */
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    if (isOpen) return;
    const before = opener.current;
    opener.current = null;
    if (before instanceof HTMLElement) setTimeout(() => before.focus());
  }, [isOpen]);
  const open = useCallback((place: ValuePlace) => {
    opener.current = document.activeElement;
    history.pushState(null, "", withLarge(location.href, place));
  }, []);

  /** The way back, where it leads to the page at once; whoever came by the address stays. */
  function close() {
    if (opener.current) history.back();
    else history.replaceState(null, "", withLarge(location.href, null));
  }

  return (
    <OpenInAddress value={open}>
      {asked && !value && (
        <div className="flex items-center gap-2 border-b border-line bg-warn-soft px-6 py-1.5 max-sm:px-4">
          <p role="status" className="min-w-0 flex-1 wrap-anywhere">
            {isPending
              ? `${nameOf(asked)}, which the address names, is not in ${where} yet. It opens as soon as it is.`
              : `${nameOf(asked)}, which the address names, is not in ${where}. Choose a step or a value to look at it.`}
          </p>
          <IconButton icon={X} label="Take it out of the address" onClick={close} />
        </div>
      )}
      {children}
      <Dialog isOpen={isOpen} onOpenChange={(next) => !next && close()} title={value?.title ?? "Value"} width="full">
        {asked && value && <Body key={`${asked.port} ${asked.name}`} value={value} path={asked.path} />}
      </Dialog>
    </OpenInAddress>
  );
}

function Body({ value, path }: { value: ValueNamed; path: readonly number[] }) {
  const writing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(writing.current), []);
  // What the address said at first: from there on the lists keep which item is open.
  const [first] = useState(path);
  const items = useMemo(
    () => ({
      path: first,
      onGo: (next: readonly number[]) => {
        clearTimeout(writing.current);
        writing.current = setTimeout(() => goTo(next), WRITTEN_AFTER_MS);
      },
    }),
    [first],
  );
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <ItemsOpen value={items}>
        <KeepItems from={value.from}>
          <ValuePreview record={value.record} size="large" overImage={value.overImage} />
        </KeepItems>
      </ItemsOpen>
    </div>
  );
}

/** Looking at another item is no step back. */
function goTo(path: readonly number[]) {
  const place = readLarge(new URLSearchParams(location.search));
  if (place) history.replaceState(null, "", withLarge(location.href, { ...place, path }));
}

/** As far as the items are at hand: those of a list within a list may have to be read. */
function hasItem(record: RecordedFlow, [index, ...rest]: readonly number[]): boolean {
  if (index === undefined) return true;
  if (!isRecordedList(record) || !(index < reachableOf(record))) return false;
  const item = record.items[index];
  return !item || hasItem(item, rest);
}

function nameOf({ name, path, port }: ValuePlace): string {
  const value = port === undefined ? name : `${port}, ${name.toUpperCase()}`;
  const items = path.map((index) => (Number.isNaN(index) ? "?" : formatCount(index + 1))).join(".");
  return `“${printable(value.slice(0, MAX_NAME_CHARACTERS))}”${items && `, item ${items}`}`;
}
