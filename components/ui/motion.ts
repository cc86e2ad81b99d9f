/** How long a move of the canvas takes: as long as said, nothing for those who asked their system for less motion (LOOK 6). */
export function motionMs(durationMs: number): number {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : durationMs;
}
