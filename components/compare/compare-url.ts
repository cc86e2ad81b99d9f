/** In the place of A: the newest run of B's workflow before it. */
export const BEFORE = "before";

/** A run beside the one before it, which the page looks for. */
export function compareWithBefore(b: string): string {
  return compareHref(BEFORE, b);
}

/** Two runs beside each other, the older first where one may choose. */
export function compareHref(a: string | null, b: string | null): string {
  const query = [a && `a=${a}`, b && `b=${b}`].filter(Boolean).join("&");
  return `/runs/compare${query && `?${query}`}`;
}
