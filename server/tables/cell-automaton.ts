/** States within a cell, by what the cell looks like so far; each is the row of its steps in the table. */
export const START = 0 << 8;
const MINUS = 1 << 8;
export const ZERO = 2 << 8;
/** Digits that do not begin with 0. */
export const WHOLE = 3 << 8;
/** A point without a digit before it. */
const POINT = 4 << 8;
export const DECIMAL = 5 << 8;
const EXPONENT_MARK = 6 << 8;
const EXPONENT_SIGN = 7 << 8;
export const EXPONENT = 8 << 8;
/** No plain number, but it begins as a number, a date, true or false do. */
export const UNCLEAR = 9 << 8;
export const TEXT = 10 << 8;
export const QUOTED = 11 << 8;
/** Behind a quote within quotes: the cell's end, or the first of two that stand for one. */
const CLOSED = 12 << 8;
const STATES_END = 13 << 8;

/** Instead of a state, where the byte ends the cell. */
export const FIELD = 16 << 8;
export const RECORD = 17 << 8;

const numberSteps: readonly [state: number, bytes: string, next: number][] = [
  [START, "-", MINUS],
  [START, "0", ZERO],
  [START, "123456789", WHOLE],
  [START, ".", POINT],
  [START, "tTfF", UNCLEAR],
  [MINUS, "0", ZERO],
  [MINUS, "123456789", WHOLE],
  [MINUS, ".", POINT],
  [ZERO, ".", DECIMAL],
  [ZERO, "eE", EXPONENT_MARK],
  [WHOLE, "0123456789", WHOLE],
  [WHOLE, ".", DECIMAL],
  [WHOLE, "eE", EXPONENT_MARK],
  [POINT, "0123456789", DECIMAL],
  [DECIMAL, "0123456789", DECIMAL],
  [DECIMAL, "eE", EXPONENT_MARK],
  [EXPONENT_MARK, "+-", EXPONENT_SIGN],
  [EXPONENT_MARK, "0123456789", EXPONENT],
  [EXPONENT_SIGN, "0123456789", EXPONENT],
  [EXPONENT, "0123456789", EXPONENT],
];

/**
 * Reads the cells of a CSV file, one step for each byte: `steps[state | byte]` is the state behind the byte, or `FIELD` or
 * `RECORD`. A table instead of comparisons, because it takes a third of their time.
 */
export function cellAutomaton(delimiter: string): Uint16Array {
  const steps = new Uint16Array(STATES_END);
  const step = (state: number, byte: string, next: number) => {
    steps[state | byte.charCodeAt(0)] = next;
  };
  for (let state = 0; state < STATES_END; state += 256) {
    const otherwise = state === START || state === TEXT ? TEXT : state === QUOTED ? QUOTED : UNCLEAR;
    steps.fill(otherwise, state, state + 256);
  }
  for (const [state, bytes, next] of numberSteps) for (const byte of bytes) step(state, byte, next);
  step(START, '"', QUOTED);
  step(QUOTED, '"', CLOSED);
  step(CLOSED, '"', QUOTED);
  for (let state = 0; state < STATES_END; state += 256) {
    if (state === QUOTED) continue;
    step(state, delimiter, FIELD);
    step(state, "\n", RECORD);
    step(state, "\r", RECORD);
  }
  return steps;
}
