// Runs the cases that its parent sends it, one at a time, and answers each with its outcome.
import { CHILD_IS_READY } from "./conformance-case.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { runCase } from "./run-case.ts";

process.env.ORT_DISABLE_TELEMETRY = "1";

process.on("message", (message) => {
  // The parent is run-cases.ts, which sends nothing else.
  void runCase(message as ConformanceCase).then((outcome) => process.send!(outcome));
});
process.send!(CHILD_IS_READY);
