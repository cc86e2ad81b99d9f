import { ServingError } from "./serving-error.ts";

/**
 * The parameter `timeout` of the protocol, in microseconds; 0 is none, as with Triton. Here it covers computing too.
 *
 * @throws ServingError 400
 */
export function readTimeout(value: unknown): number | null {
  if (value === undefined || value === 0) return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value / 1_000;
  const given = JSON.stringify(value)?.slice(0, 50);
  throw new ServingError(400, `The parameter "timeout" must be a whole number of microseconds, not ${given}.`);
}
