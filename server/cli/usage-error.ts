/** The command line was used wrongly, or what it names cannot be used: exit code 2, no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
