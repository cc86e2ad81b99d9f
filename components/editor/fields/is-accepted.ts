import type { FileRef } from "#graph/schema";

/** Whether a file picker with this `accept` takes the file, by its name or media type; without any it takes all. */
export function isAccepted(
  { name, mediaType }: Pick<FileRef, "name" | "mediaType">,
  accept: readonly string[],
): boolean {
  return (
    accept.length === 0 ||
    accept.some((one) => {
      if (one.startsWith(".")) return name.toLowerCase().endsWith(one.toLowerCase());
      return one.endsWith("/*") ? mediaType.startsWith(one.slice(0, -1)) : mediaType === one;
    })
  );
}
