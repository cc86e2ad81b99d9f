const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/**
 * Arrow keys for a list or table of links: up and down move the focus, Home and End go to the ends; Enter opens by
 * itself. Each row's link has `{...rowKeys}`, the element around them `data-rows`.
 */
export const rowKeys = {
  "data-row": true,
  onKeyDown(event: React.KeyboardEvent<HTMLElement>) {
    const step = steps[event.key];
    if (step === undefined) return;
    const rows = [...(event.currentTarget.closest("[data-rows]")?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = rows.indexOf(event.currentTarget);
    event.preventDefault();
    rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
  },
} as const;

/** From a search field down into the list of the page. */
export function enterRows(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown") return;
  const first = document.querySelector<HTMLElement>("[data-rows] [data-row]");
  if (!first) return;
  event.preventDefault();
  first.focus();
}
