"use client";
import { nearestName } from "#graph/nearest-name";
import type { KnownColumns } from "../columns/use-known-columns.ts";

/** Warns of a name that the table does not have, with the one that was probably meant. Shows nothing where all is well. */
export function UnknownColumn({
  name,
  known: { columns, source },
  onUse,
}: {
  name: string;
  known: KnownColumns;
  onUse: ((name: string) => void) | null;
}) {
  if (source === null || columns.some((column) => column.name === name)) return null;
  const names = columns.map((column) => column.name);
  const nearest = nearestName(name, names);
  return (
    <span role="status" className="text-2xs text-warn">
      No column “{name}” among those {source}.{" "}
      {nearest === null ? (
        `There are: ${listed(names)}.`
      ) : onUse ? (
        <button type="button" className="rounded-1 text-1 underline underline-offset-2" onClick={() => onUse(nearest)}>
          Use “{nearest}”
        </button>
      ) : (
        `The nearest is “${nearest}”.`
      )}
    </span>
  );
}

const MAX_LISTED = 8;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MAX_LISTED).join(", ");
  return names.length > MAX_LISTED ? `${shown} and ${names.length - MAX_LISTED} more` : shown;
}
