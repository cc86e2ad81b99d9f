import type { JsonValue } from "#graph/json";

/** An array or object with more entries than this is shown in groups of so many. */
export const GROUP_SIZE = 500;
/** Unfolding all of a large document stops here. */
export const MAX_JSON_ROWS = 100_000;

export type JsonStep = string | number;
export type JsonRow = {
  /** Unique in the tree; a group's ends with its range. */
  id: string;
  path: readonly JsonStep[];
  depth: number;
  /** What stands before the value: a key, an index, the range of a group. */
  name: string | null;
  value: JsonValue;
  /** Null where there is nothing to unfold. */
  isOpen: boolean | null;
  entryCount: number;
  /** The entries of a group: from … to, without the last. */
  group?: readonly [from: number, to: number];
};

/** The rows of the tree that are in view: of all that is unfolded, in order. Ids in `open` are unfolded. */
export function jsonRows(root: JsonValue, open: ReadonlySet<string>): JsonRow[] {
  const rows: JsonRow[] = [];
  const pending = [rowOf(root, [], null, 0)];
  while (pending.length > 0 && rows.length < MAX_JSON_ROWS) {
    const row = pending.pop()!;
    const isOpen = row.isOpen === null ? null : open.has(row.id);
    rows.push({ ...row, isOpen });
    if (isOpen) pending.push(...entriesOf(row).reverse());
  }
  return rows;
}

/** Everything is unfolded that leads to the path, groups as well. */
export function idsAlong(root: JsonValue, path: readonly JsonStep[]): string[] {
  const ids: string[] = [];
  let row = rowOf(root, [], null, 0);
  while (row.isOpen !== null) {
    ids.push(row.id);
    const next = entriesOf(row).find((entry) =>
      entry.group
        ? holds(entry, path)
        : entry.path.length <= path.length && entry.path.every((step, at) => step === path[at]),
    );
    if (!next) break;
    row = next;
  }
  return ids;
}

function holds({ path, value, group }: JsonRow, wanted: readonly JsonStep[]): boolean {
  const step = wanted[path.length];
  if (step === undefined) return false;
  const index = typeof step === "number" ? step : Object.keys(value as object).indexOf(step);
  return index >= group![0] && index < group![1];
}

/** Ids of all that is not deeper than `depth` and small enough to be read at a glance. */
export function openTo(root: JsonValue, depth: number, maxRows = 200): Set<string> {
  const open = new Set<string>();
  let level = [rowOf(root, [], null, 0)];
  let count = 1;
  for (let at = 0; at < depth; at++) {
    const next: JsonRow[] = [];
    for (const row of level) {
      if (row.isOpen === null || count + row.entryCount > maxRows) continue;
      open.add(row.id);
      count += row.entryCount;
      next.push(...entriesOf(row));
    }
    level = next;
  }
  return open;
}

function rowOf(value: JsonValue, path: readonly JsonStep[], name: string | null, depth: number): JsonRow {
  const entryCount = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
  return { id: JSON.stringify(path), path, depth, name, value, isOpen: entryCount > 0 ? false : null, entryCount };
}

function entriesOf(row: JsonRow): JsonRow[] {
  const { value, path, depth, group } = row;
  const keys: JsonStep[] = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value as object);
  const [from, to] = group ?? [0, keys.length];
  if (to - from > GROUP_SIZE) return groupsOf(row, from, to);
  return keys.slice(from, to).map((key) => {
    // The key was read from the value a moment ago.
    const entry = (value as Record<JsonStep, JsonValue>)[key]!;
    return rowOf(entry, [...path, key], String(key), depth + 1);
  });
}

/** Groups of groups where there would be too many of them. */
function groupsOf({ value, path, depth }: JsonRow, from: number, to: number): JsonRow[] {
  let size = GROUP_SIZE;
  while ((to - from) / size > GROUP_SIZE) size *= GROUP_SIZE;
  const groups: JsonRow[] = [];
  for (let start = from; start < to; start += size) {
    const end = Math.min(to, start + size);
    groups.push({
      id: `${JSON.stringify(path)} ${start} ${end}`,
      path,
      depth: depth + 1,
      name: `${start} … ${end - 1}`,
      value,
      isOpen: false,
      entryCount: end - start,
      group: [start, end],
    });
  }
  return groups;
}

/** As JavaScript reads it: `$.items[3]["first name"]`. */
export function pathText(path: readonly JsonStep[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return /^[A-Za-z_$][\w$]*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, "$");
}

/** More are not walked through one by one. */
export const MAX_FOUND = 1_000;

/** Paths of the keys and plain values that hold the text, whatever its case, in the order of the document. */
export function findInJson(root: JsonValue, wanted: string): JsonStep[][] {
  const found: JsonStep[][] = [];
  const query = wanted.toLowerCase();
  if (query === "") return found;
  const pending: { value: JsonValue; path: JsonStep[] }[] = [{ value: root, path: [] }];
  while (pending.length > 0 && found.length < MAX_FOUND) {
    const { value, path } = pending.pop()!;
    const key = path.at(-1);
    const isContainer = typeof value === "object" && value !== null;
    const hasKey = typeof key === "string" && key.toLowerCase().includes(query);
    if (hasKey || (!isContainer && String(value).toLowerCase().includes(query))) found.push(path);
    if (!isContainer) continue;
    const entries = Array.isArray(value)
      ? value.map((entry, index) => ({ value: entry, path: [...path, index] }))
      : Object.entries(value).map(([name, entry]) => ({ value: entry!, path: [...path, name] }));
    for (let index = entries.length - 1; index >= 0; index--) pending.push(entries[index]!);
  }
  return found;
}
