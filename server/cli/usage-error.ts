import type { Problem } from "../../graph/problems.ts";

/** The command line was used wrongly, or what it names cannot be used: exit code 2, no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** With `--json` these stand beside the message. */
  readonly details: { reason?: string; problems?: readonly Problem[] };

  constructor(message: string, details: UsageError["details"] = {}) {
    super(message);
    this.details = details;
  }
}
