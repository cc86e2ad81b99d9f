/** How a step stands, as a number: kept in one array for all steps of a run. */
export const WAITING = 0;
export const RUNNING = 1;
export const SUCCEEDED = 2;
export const FAILED = 3;
export const SKIPPED = 4;
/** Its inputs are there, and it waits for the cache or for values to be fetched. */
export const HELD = 5;
/** It waits for a person or a time. */
export const PAUSED = 6;
