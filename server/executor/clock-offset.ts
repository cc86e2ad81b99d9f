const READINGS = 3;
/** Reading both clocks takes less than this where nothing comes between. */
const CLOSE_MS = 0.1;

/**
 * What `performance.now()` lacks to the time of day. Whatever keeps the thread from going on between the two clocks would
 * stay in it for good, so that is read again, and the closest reading counts.
 */
export function clockOffset({ steady = () => performance.now(), ofDay = Date.now } = {}): number {
  let offset = 0;
  let closestMs = Infinity;
  for (let reading = 0; reading < READINGS && closestMs > CLOSE_MS; reading++) {
    const before = steady();
    const at = ofDay();
    const tookMs = steady() - before;
    if (tookMs >= closestMs) continue;
    closestMs = tookMs;
    offset = at - before;
  }
  return offset;
}
