import type { RunEnvironment, RunState } from "#graph/run-events";

export type EnvironmentRow = { name: string; a: string; b: string; isSame: boolean; isHash?: boolean };

/** What two runs were computed with, fact by fact. Null where one of them was recorded without. */
export function environmentRows(a: RunState, b: RunState): EnvironmentRow[] | null {
  const [before, after] = [environmentOf(a), environmentOf(b)];
  if (!before || !after) return null;
  const row = (name: string, read: (environment: RunEnvironment) => string): EnvironmentRow => {
    const [one, other] = [read(before), read(after)];
    return { name, a: one, b: other, isSame: one === other };
  };
  return [
    ...modelRows(before.models, after.models),
    row("Devices", ({ devices }) => devices.join(", ")),
    row("ONNX Runtime", ({ ort }) => ort),
    row("Patchbay", ({ app }) => app),
    row("Node", ({ node }) => node),
    row("Platform", ({ platform }) => platform),
  ];
}

/** Models are the same thing by their name: another hash is another version. */
function modelRows(a: RunEnvironment["models"], b: RunEnvironment["models"]): EnvironmentRow[] {
  return [...new Set([...a, ...b].map(({ name }) => name))].map((name) => {
    const [one, other] = [a, b].map((models) => hashesOf(models, name));
    return { name, a: one || "not there", b: other || "not there", isSame: one === other, isHash: true };
  });
}

function hashesOf(models: RunEnvironment["models"], name: string): string {
  const hashes = models.filter((model) => model.name === name).map(({ hash }) => hash.slice(0, 8));
  return hashes.toSorted().join(", ");
}

/** Of the newest attempt that told it. */
function environmentOf({ attempts = [] }: RunState): RunEnvironment | null {
  return attempts.findLast(({ environment }) => environment)?.environment ?? null;
}
