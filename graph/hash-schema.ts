import { z } from "zod";

/** What content is called by: its SHA-256 in hexadecimal digits. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 hexadecimal digits");
