import type { Kind } from "./kinds.ts";

/** An output of an item as a table shows it: in few words, and where it is a picture, that. */
export type BatchCell = {
  /** Of a list, that of its items. */
  kind: Kind | null;
  /** Cut at `MAX_CELL_CHARACTERS`. */
  text: string;
  /** The hash of a picture of at most 320 px. */
  thumbnail?: string;
};

export const MAX_CELL_CHARACTERS = 200;
