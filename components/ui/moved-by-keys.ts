/** Whether the focus goes where keys lead it, and not where a page that opens or closes puts it. */
let isMoving = false;

if (typeof document !== "undefined") {
  document.addEventListener("keydown", ({ key }) => (isMoving = /^(Tab|Arrow\w+|Home|End)$/.test(key)), true);
  document.addEventListener("pointerdown", () => (isMoving = false), true);
}

export function isMovedByKeys(): boolean {
  return isMoving;
}
