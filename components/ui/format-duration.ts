/** 0.3 ms, 18 ms, 0.9 s, 12 s, 1 m 12 s, 2 h 5 m. A space stands between number and unit. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 0.05) return "0 ms";
  if (durationMs < 0.95) return `${durationMs.toFixed(1)} ms`;
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 9_950) return `${(durationMs / 1_000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}
