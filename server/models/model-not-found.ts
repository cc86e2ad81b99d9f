import { AppError } from "../app-error.ts";

export function modelNotFound(): AppError {
  return new AppError("NOT_FOUND", "There is no such model. It may have been removed.");
}
