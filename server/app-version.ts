import { readFileSync } from "node:fs";

/** Patchbay's own version. */
export const { version: appVersion } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { version: string };
