/** Limits of one workflow. A document beyond them is refused with the limit named. */
export const MAX_NODES = 10_000;
export const MAX_EDGES = 50_000;
export const MAX_DOCUMENT_BYTES = 10_000_000;
export const MAX_NOTE_CHARACTERS = 50_000;
export const MAX_TITLE_CHARACTERS = 200;
export const MAX_ID_CHARACTERS = 100;
/** Items that one list may have; a longer one fails the step that made it. */
export const MAX_LIST_ITEMS = 100_000;
