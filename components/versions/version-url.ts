/** What of the history a page shows: one version, or two beside each other, the older first. */
export type ShownVersions = { kind: "one"; version: number } | { kind: "two"; before: number; after: number };

const digits = /^[1-9]\d{0,8}$/;

/** Reads `version=3` and `compare=3..7`; null where the address names neither, or not as it should. */
export function readShownVersions(params: { get: (name: string) => string | null }): ShownVersions | null {
  const [before = "", after = "", ...rest] = params.get("compare")?.split("..") ?? [];
  if (digits.test(before) && digits.test(after) && rest.length === 0) {
    return { kind: "two", before: Number(before), after: Number(after) };
  }
  const version = params.get("version") ?? "";
  return digits.test(version) ? { kind: "one", version: Number(version) } : null;
}

export function versionsHref(workflowId: string, shown: ShownVersions): string {
  const query = shown.kind === "one" ? `version=${shown.version}` : `compare=${shown.before}..${shown.after}`;
  return `/workflows/${workflowId}?${query}`;
}
