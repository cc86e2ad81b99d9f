import { AppError } from "../app-error.ts";
import { LIST_MEDIA_TYPE } from "./packed-list.ts";
import type { Content } from "./find-content.ts";

/** @throws AppError BAD_REQUEST for a value of another form */
export function requireType(content: Content, mediaType: string): Content {
  if (content.mediaType === mediaType) return content;
  const what = mediaType === LIST_MEDIA_TYPE ? "list" : "table";
  throw new AppError("BAD_REQUEST", `The value is no ${what}: it was kept as ${content.mediaType}.`, {
    reason: `no-${what}`,
  });
}
