import { asServerError } from "../../trpc.tsx";
import { ContentError } from "./fetch-content.ts";

/** What a procedure answered, as the error of any other reading of a value. */
export function contentErrorOf(error: { message: string }): ContentError {
  const { httpStatus = 0, reason } = asServerError(error)?.data ?? {};
  return new ContentError(error.message, httpStatus, reason);
}
