import { ServingError } from "./serving-error.ts";

/**
 * Of Triton's extensions those that say where a tensor lies, or what comes instead of it. Passing over them, as over other
 * parameters, would give something else than was asked for.
 */
const refused = ["shared_memory_region", "classification"];

/** @throws ServingError 501 */
export function refuseExtensions(parameters: Record<string, unknown>, place: string): void {
  const name = refused.find((one) => Object.hasOwn(parameters, one));
  if (name === undefined) return;
  throw new ServingError(501, `${place} has the parameter "${name}", which this server does not have. Leave it out.`);
}
