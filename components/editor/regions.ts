/** Top bar, palette, canvas, inspector, drawer: F6 goes round them (LOOK 9). They carry `data-region` in this order. */
export function goToRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (region) => region.offsetParent !== null,
  );
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(here + step + regions.length) % regions.length];
  const targets = next?.querySelectorAll<HTMLElement>(
    '[tabindex="0"], input:not([disabled]), button:not([disabled]), a[href]',
  );
  const target = [...(targets ?? [])].find((element) => element.offsetParent !== null);
  (target ?? next)?.focus();
}
