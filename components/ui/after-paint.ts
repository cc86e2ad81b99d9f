/** Does it once the browser has drawn what the page is now. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}
