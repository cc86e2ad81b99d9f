"use client";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import type { ComparedPlace } from "./use-difference.ts";

/** How a pair of pictures is shown, the item of a list that is open, and the column by which rows are found. */
const parts = ["view", "at", "rows"] as const;
type Part = (typeof parts)[number];

/**
 * One part of how a difference is shown. Of two runs it is in the address, so that a reload and a copied link know it, and another
 * choice is no step back; those of a test have no address.
 */
export function useShown(place: ComparedPlace, part: Part): [string | null, (next: string | null) => void] {
  const address = useSearchParams();
  const own = useState<string | null>(null);
  if ("testId" in place) return own;
  return [address.get(part), (next) => history.replaceState(null, "", withShown(location.href, { [part]: next }))];
}

/** The address with other parts of what is shown. */
export function withShown(href: string, changed: Partial<Record<Part, string | null>>): URL {
  const url = new URL(href);
  for (const [part, value] of Object.entries(changed)) {
    if (value == null) url.searchParams.delete(part);
    else url.searchParams.set(part, value);
  }
  return url;
}

/** The address with another port, shown as it is at first. */
export function withPort(href: string, port: string): URL {
  const url = withShown(href, Object.fromEntries(parts.map((part) => [part, null])));
  url.searchParams.set("port", port);
  return url;
}

/** The item of the list at `path` that an address names, from 0: "3.2" is the second item in the third one of a list of lists. */
export function itemShown(at: string | null, path: readonly number[]): number | null {
  const [own, ...outer] = (at ?? "")
    .split(".")
    .slice(0, path.length + 1)
    .map(Number)
    .toReversed();
  const isHere = outer.length === path.length && outer.toReversed().every((item, depth) => item - 1 === path[depth]);
  return isHere && own !== undefined && Number.isInteger(own) && own >= 1 ? own - 1 : null;
}
