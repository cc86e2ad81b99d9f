"use client";
import { useStore } from "zustand";
import { Tooltip } from "#components/ui/tooltip";
import { useSession } from "../shell/session-context.tsx";
import { colourOf } from "./together-store.ts";
import type { TogetherStore } from "./together-store.ts";

const MAX_SHOWN = 4;

/** Who else has this workflow open, each once however many tabs they have. */
export function PeopleHere({ together }: { together: TogetherStore }) {
  const people = useStore(together, (state) => state.people);
  const { user } = useSession();
  // Of a person with several tabs, the one in sight comes last and counts.
  const sorted = people.toSorted((a, b) => Number(b.isAway) - Number(a.isAway));
  const others = [...new Map(sorted.map((person) => [person.userId, person])).values()].filter(
    ({ userId }) => userId !== user.id,
  );
  if (others.length === 0) return null;
  const more = others.slice(MAX_SHOWN);
  return (
    <ul aria-label="Also here" className="flex -space-x-1">
      {others.slice(0, MAX_SHOWN).map(({ userId, name, isAway }) => (
        <li key={userId}>
          <Tooltip content={isAway ? `${name} is away: the tab is open and out of sight` : `${name} is here`}>
            <span
              role="img"
              aria-label={isAway ? `${name}, away` : name}
              data-away={isAway || undefined}
              className="together-face"
              style={{ "--person": colourOf(userId) } as React.CSSProperties}
            >
              {initialsOf(name)}
            </span>
          </Tooltip>
        </li>
      ))}
      {more.length > 0 && (
        <li className="together-face" aria-label={more.map(({ name }) => name).join(", ")}>
          +{more.length}
        </li>
      )}
    </ul>
  );
}

function initialsOf(name: string): string {
  const [first = "?", ...rest] = name.split(/\s+/).filter(Boolean);
  return `${initialOf(first)}${initialOf(rest.at(-1) ?? "")}`.toUpperCase();
}

function initialOf(word: string): string {
  const point = word.codePointAt(0);
  return point === undefined ? "" : String.fromCodePoint(point);
}
