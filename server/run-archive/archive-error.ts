/** What is wrong with an archive, for a person. `reason` is stable and kebab-case. */
export class ArchiveError extends Error {
  readonly reason: "not-a-run-archive" | "damaged-archive" | "newer-format" | "archive-too-large";
  constructor(reason: ArchiveError["reason"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ArchiveError";
    this.reason = reason;
  }
}
