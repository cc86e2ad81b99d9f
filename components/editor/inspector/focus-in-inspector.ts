/** What Tab would go to in a field of the inspector. */
const FOCUSABLE = ':is(input, textarea, button, [contenteditable="true"], [tabindex]):not([tabindex="-1"])';
/** A form that is not there by then was closed, or another node was chosen. */
const GIVE_UP_MS = 5_000;

/**
 * Puts the focus into the inspector as soon as it shows the node, which it does some frames after the node is chosen: into the
 * field of a param, or into the first one.
 */
export function focusInInspector(nodeId: string, param?: string): void {
  const inspector = `.editor-inspector:has([data-inspected="${CSS.escape(nodeId)}"])`;
  const place = param === undefined ? '[role="tabpanel"]' : `[data-param="${CSS.escape(param)}"]`;
  const until = performance.now() + GIVE_UP_MS;
  requestAnimationFrame(function look(now) {
    const field = document.querySelector<HTMLElement>(`${inspector} ${place} ${FOCUSABLE}`);
    if (field) field.focus();
    else if (now < until) requestAnimationFrame(look);
  });
}
