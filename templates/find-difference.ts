/** Processors add floating-point numbers in different orders, so that a model's last digits differ from machine to machine. */
const ABSOLUTE = 1e-3;
const RELATIVE = 1e-4;
/** Mean over all bytes of a picture or mask, 0–255: an edge that lies elsewhere by a pixel, not another picture. */
const MEAN_BYTE_DIFFERENCE = 1;

/** Says where two plain values differ by more than machines do, as a path and both values; null where they do not. */
export function findDifference(expected: unknown, actual: unknown, path = "value"): string | null {
  if (typeof expected === "number" && typeof actual === "number") {
    const isNear = Math.abs(expected - actual) <= ABSOLUTE + RELATIVE * Math.abs(expected);
    return isNear || Object.is(expected, actual) ? null : `${path} is ${actual}, not ${expected}`;
  }
  if (expected instanceof Uint8Array && actual instanceof Uint8Array) return differenceOfBytes(expected, actual, path);
  if (!isRecord(expected) || !isRecord(actual)) {
    return Object.is(expected, actual) ? null : `${path} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  for (const key of keys) {
    const difference = findDifference(expected[key], actual[key], `${path}.${key}`);
    if (difference) return difference;
  }
  return null;
}

function differenceOfBytes(expected: Uint8Array, actual: Uint8Array, path: string): string | null {
  if (expected.length !== actual.length) return `${path} has ${actual.length} bytes, not ${expected.length}`;
  const sum = expected.reduce((total, byte, index) => total + Math.abs(byte - actual[index]!), 0);
  const mean = sum / Math.max(1, expected.length);
  return mean <= MEAN_BYTE_DIFFERENCE ? null : `${path} differs by ${mean.toFixed(2)} of 255 in the mean`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
