const units = ["kB", "MB", "GB", "TB"] as const;

/** 512 B, 84 kB, 3.1 MB: powers of 1,000, one decimal below ten. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1_000) return `${sizeBytes} B`;
  let size = sizeBytes;
  let unit = -1;
  do {
    size /= 1_000;
    unit += 1;
  } while (size >= 999.5 && unit < units.length - 1);
  return `${size < 9.95 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}
