import type { JsonValue } from "#graph/json";
import { type FileRef, fileRefSchema } from "#graph/schema";

/** The stored files that a value names: it, or those in it. */
export function filesOf(value: JsonValue | undefined): FileRef[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => {
    const file = fileRefSchema.safeParse(item);
    return file.success ? [file.data] : [];
  });
}
