/** Top bar, palette, canvas or outline, inspector, drawer: F6 goes round them (LOOK 9). They carry `data-region` in this order. */
export function goToRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (region) => region.offsetParent !== null && !region.closest("[inert]"),
  );
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  enter(regions[(here + step + regions.length) % regions.length]);
}

/** Past the top bar and the palette, to what one works on. */
export function goToWork(): void {
  enter(document.querySelector<HTMLElement>("main [data-region]:not([inert])"));
}

function enter(region: HTMLElement | null | undefined): void {
  // In the table of nodes the row that one was at, before the buttons above it.
  const row = region?.querySelector<HTMLElement>('[role="treegrid"] [tabindex="0"]');
  const targets = region?.querySelectorAll<HTMLElement>(
    '[tabindex="0"], input:not([disabled]), button:not([disabled]), a[href]',
  );
  const target = row ?? [...(targets ?? [])].find((element) => element.offsetParent !== null);
  (target ?? region)?.focus();
}
