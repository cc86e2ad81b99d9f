/** Characters of one expression. */
export const MAX_EXPRESSION_CHARACTERS = 65_536;
/** Characters of the JSON that an expression reads. */
export const MAX_SCOPE_CHARACTERS = 16_000_000;
/** Characters of the JSON that an expression gives. */
export const MAX_OUTPUT_CHARACTERS = 1_000_000;
export const MAX_OUTPUT_DEPTH = 200;
export const MEMORY_BYTES = 64 * 1024 * 1024;
/** Above 256 kB a deep recursion reaches the end of the host's own stack first, and that cannot be caught. */
export const STACK_BYTES = 192 * 1024;
/** Of computing, in the engine; on the clock, in the preview. */
export const TIME_LIMIT_MS = 2_000;
/** QuickJS looks at its deadline between its instructions only; a long native one ends with the thread. */
export const KILL_GRACE_MS = 500;
