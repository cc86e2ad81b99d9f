"use client";
import { useState } from "react";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import { formatCount } from "../../ui/format-number.ts";
import { artifactUrl } from "../artifact-url.ts";

const PER_PAGE = 16;

/** The small picture of an item, where it has one. */
export function thumbnailOf(item: RecordedFlow | null): { url: string } | null {
  if (item === null || isRecordedList(item)) return null;
  const { preview } = item;
  return preview.kind === "image" || preview.kind === "mask" ? { url: artifactUrl(preview.thumbnail.hash) } : null;
}

/** All items of a list at a glance; the chosen one is ringed in ink. Nothing when they have no pictures. */
export function FilmStrip({
  items,
  chosen,
  onChoose,
}: {
  items: readonly (RecordedFlow | null)[];
  chosen: number;
  onChoose: (index: number) => void;
}) {
  const [shown, setShown] = useState(PER_PAGE);
  if (items.length < 2 || !items.some(thumbnailOf)) return null;
  const isCut = items.length > shown;
  const tiles = items.slice(0, isCut ? shown - 1 : shown);
  return (
    <ul aria-label="Items" className="grid grid-cols-8 gap-1">
      {tiles.map((item, index) => {
        const tile = thumbnailOf(item);
        return (
          <li key={index}>
            <button
              type="button"
              aria-label={`Item ${index + 1}`}
              aria-pressed={index === chosen}
              onClick={() => onChoose(index)}
              className="block aspect-square w-full overflow-hidden rounded-1 bg-sunken text-2xs text-3 aria-pressed:outline-2 aria-pressed:outline-offset-1 aria-pressed:outline-ink"
            >
              {tile ? (
                <img src={tile.url} alt="" loading="lazy" draggable={false} className="size-full object-cover" />
              ) : (
                formatCount(index + 1)
              )}
            </button>
          </li>
        );
      })}
      {isCut && (
        <li>
          <button
            type="button"
            aria-label="Show more items"
            onClick={() => setShown(shown + 10 * PER_PAGE)}
            className="grid aspect-square w-full place-items-center rounded-1 bg-sunken text-2xs text-2 hover:bg-selected"
          >
            +{formatCount(items.length - tiles.length)}
          </button>
        </li>
      )}
    </ul>
  );
}
