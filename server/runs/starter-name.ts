/** In the place of a person's id, of runs that `patchbay test` started. */
export const COMMAND_LINE = "cli";

/** The name of whoever left the workspace: only members' names can be read. */
export const FORMER_MEMBER = "A former member";

/** Who started a run, as people read it. */
export function starterName({
  startedBy,
  userName,
  keyName,
}: {
  startedBy: string;
  userName: string | null;
  keyName: string | null;
}): string {
  if (startedBy === COMMAND_LINE) return "Command line";
  return keyName === null ? (userName ?? FORMER_MEMBER) : `API: ${keyName}`;
}
