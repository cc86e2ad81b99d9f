import type { Kind } from "../../graph/kinds.ts";

/** What a file is called that came without a name: as its input. Tables are told apart by it where their bytes do not tell. */
export function nameOfGiven({ name, kind }: { name: string; kind: Kind }, content: Uint8Array): string {
  if (kind === "tensor") return `${name}.npy`;
  if (kind !== "table") return name;
  const isJson = /^\s*[[{]/.test(Buffer.from(content.subarray(0, 100)).toString("utf8"));
  return `${name}.${isJson ? "json" : "csv"}`;
}
