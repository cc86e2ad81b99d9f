/** Limits of one workflow. A document beyond them is refused with the limit named. */
export const MAX_NODES = 10_000;
/** Points that one wire is led through. */
export const MAX_BENDS = 20;
export const MAX_EDGES = 50_000;
export const MAX_DOCUMENT_BYTES = 10_000_000;
export const MAX_NOTE_CHARACTERS = 50_000;
export const MAX_TITLE_CHARACTERS = 200;
export const MAX_ID_CHARACTERS = 100;
/** Items that one list may have; a longer one fails the step that made it. */
export const MAX_LIST_ITEMS = 100_000;
/** Workflows within workflows within … */
export const MAX_WORKFLOW_DEPTH = 8;
/** Different workflows that one may run, at all depths together. */
export const MAX_SUB_WORKFLOWS = 200;
/** Steps of a workflow together with those of the workflows that it runs. */
export const MAX_STEPS = 20_000;
/** How deep the JSON of a param nests. What a server takes in nests 100 deep, with the document around the param. */
export const MAX_PARAM_DEPTH = 64;
/** How deep recorded lists nest; lists of lists of lists come up only where lifting is nested too. */
export const MAX_LIST_DEPTH = 16;
/** A pinned value as JSON. What a run records stays well below it: larger values are artifacts. */
export const MAX_PIN_CHARACTERS = 1_000_000;
export const MAX_PINS_PER_NODE = 100;
