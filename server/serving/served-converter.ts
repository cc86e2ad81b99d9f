import type { ServedPort } from "./workflow/served-port.ts";

/**
 * What no client asks for by its name: writes pixels of an image port as PNG, or tables that were kept as Parquet as the
 * tensors of a table port.
 */
export type ServedConverter = { type: "converter"; name: string; version: string; port: ServedPort };
