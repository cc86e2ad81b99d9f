/** 1,284. By hand: a browser that is asked for the first of its own formats loads them, which is 30 ms of a page's start. */
export function formatCount(count: number): string {
  if (!Number.isSafeInteger(count)) return count.toLocaleString("en-GB");
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** "1 object", "41 objects", "1,284 rows". */
export function formatQuantity(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A number in at most `digits` significant ones: 0.353, 12.5, 3.1e-7. Whole ones, which are counted or are names, stay as they are. */
export function formatValue(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (Number.isSafeInteger(value)) return formatCount(value);
  if (size < 1e-4 || size >= 1e9) return value.toExponential(Math.min(digits - 1, 2));
  const decimals = size < 1 ? digits : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return value.toLocaleString("en-GB", { maximumFractionDigits: decimals });
}

/** 12.3 k, 1.2 M: a large count as short as it can be told. */
export function formatShortCount(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 999_500) return `${(count / 1_000).toFixed(count < 9_950 ? 1 : 0)} k`;
  if (count < 999_500_000) return `${(count / 1e6).toFixed(count < 9_950_000 ? 1 : 0)} M`;
  return `${(count / 1e9).toFixed(1)} G`;
}
