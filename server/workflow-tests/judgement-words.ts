/** Numbers as the reasons of judgements write them. */
export function amount(value: number): string {
  if (value === 0) return "0";
  return value < 1e-4 || value >= 1e7
    ? value.toExponential(1)
    : value.toLocaleString("en", { maximumSignificantDigits: 4 });
}

/** Rounded down, so that what is below a limit never reads as the limit. */
export function fixed(value: number, digits: number): string {
  const scale = 10 ** digits;
  return (Math.floor(value * scale + 1e-9) / scale).toFixed(digits);
}

export function percent(fraction: number): string {
  return `${amount(fraction * 100)} %`;
}

export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
}

/** A value as it is, numbers with as many digits as tell them apart. */
export function named(value: number | string | boolean): string {
  return typeof value === "number" ? String(Number(value.toPrecision(9))) : String(value);
}
