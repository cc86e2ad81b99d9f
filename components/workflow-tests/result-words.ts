import type { Status } from "../ui/status-glyph";
import type { TestResult } from "./use-tests.ts";

export type ResultState = TestResult["state"] | "not-run";

export const resultGlyphs: Record<ResultState, Status> = {
  passed: "succeeded",
  failed: "failed",
  error: "warned",
  running: "running",
  "not-run": "queued",
};

export const resultWords: Record<ResultState, string> = {
  passed: "Passed",
  failed: "Failed",
  error: "Not judged",
  running: "Running",
  "not-run": "Not run",
};
