/** What may lie between two numbers that count as the same: `absolute` + `relative` × the magnitude of the first. */
export type Closeness = { absolute: number; relative: number };

/** False where one of them is not finite, unless they are the same. */
export function isClose(a: number, b: number, { absolute, relative }: Closeness): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= absolute + relative * Math.abs(a);
}
