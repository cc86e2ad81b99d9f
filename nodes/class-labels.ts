import { NodeError } from "#graph/node-runner";

/**
 * The names of `count` classes: the first of the lists that is not empty, else "class 0", "class 1", …
 *
 * @throws NodeError "bad-params" when that list has another number of names.
 */
export function classLabels(
  count: number,
  { lists, param = "labels" }: { lists: readonly (readonly string[] | undefined)[]; param?: string },
): readonly string[] {
  const labels = lists.find((list) => list && list.length > 0);
  if (!labels) return Array.from({ length: count }, (_, index) => `class ${index}`);
  if (labels.length !== count) {
    const message = `The model tells ${count} classes apart and there are ${labels.length} labels: give exactly ${count}.`;
    throw new NodeError("bad-params", message, { param });
  }
  return labels;
}
