import path from "node:path";

/** What is neither letter, digit, ".", "_" nor "-" becomes "-". A file called `generic` is named after its folder. */
export function servedName(file: string, { extension, generic }: { extension: string; generic: string }): string {
  const base = path.basename(file, extension);
  return (base === generic ? path.basename(path.dirname(file)) : base).replaceAll(/[^\w.-]+/g, "-");
}
