import "#server-only";
import { notBuilt } from "./not-built.ts";
import type { WebServices } from "./web-services.ts";

/** The services of this process, opened on the first call. */
export async function openWebServices(): Promise<WebServices> {
  return notBuilt();
}
