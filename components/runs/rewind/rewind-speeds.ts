/** Times the speed at which it ran. Most runs are over in a blink, so they can be slowed down as well. */
export const rewindSpeeds = [0.01, 0.05, 0.2, 1, 5, 20, 100] as const;

/** The speed that shows a run of this length in about this many seconds. */
const WATCHED_MS = 8_000;

export function fittingSpeed(lengthMs: number): number {
  const wanted = Math.max(lengthMs, 1) / WATCHED_MS;
  const away = (speed: number) => Math.abs(Math.log(speed / wanted));
  return rewindSpeeds.reduce((best, speed) => (away(speed) < away(best) ? speed : best));
}

export function speedText(speed: number): string {
  return `${speed}×`;
}
