import { z } from "zod";

/** One segment of an address, for every client of the protocol. */
export const deploymentNameSchema = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9._-]+$/, "may hold letters, digits, '.', '_' and '-' only")
  .refine((name) => /[A-Za-z0-9]/.test(name), "must hold a letter or a digit");

/** What a title would be called; empty where nothing of it can stand in a name. */
export function suggestName(title: string): string {
  return title
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .toLowerCase()
    .slice(0, 100);
}
