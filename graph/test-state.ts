/** "running" until its run is over and judged; "error" where whether it passes could not be said. */
export type TestState = "running" | "passed" | "failed" | "error";
