import { asServerError } from "../../trpc.tsx";
import { ContentError } from "./fetch-content.ts";

/** What a procedure answered, as the error of any other reading of a value. */
export function contentErrorOf(error: { message: string }): ContentError {
  return new ContentError(error.message, asServerError(error)?.data?.httpStatus ?? 0);
}
