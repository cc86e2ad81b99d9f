import type { JsonValue } from "#graph/json";
import type { FactChange, JsonChange, Size, ValueDifference } from "#graph/value-differences";
import { WHOLE } from "../comparing/compare-plain.ts";
import { counted, fixed, named } from "./judgement-words.ts";

const MAX_VALUE_CHARACTERS = 60;

/** What became of an expected value, for who wanted it just so. */
export function howItDiffers(difference: ValueDifference): string {
  switch (difference.kind) {
    case "number":
    case "boolean":
      return `${named(difference.b)} in the place of ${named(difference.a)}`;
    case "text":
      return `${difference.isBound ? "up to " : ""}${counted(difference.edits, "edit")} from what is expected`;
    case "json": {
      const [first] = difference.changes;
      const more = difference.changeCount > 1 ? `, and ${counted(difference.changeCount - 1, "more place")}` : "";
      return `${first ? changeWords(first) : "it differs"}${more}`;
    }
    case "image":
      if (!difference.pixels) return sizeWords(difference.sizes);
      return `${counted(difference.pixels.differing, "pixel")} of ${difference.pixels.total.toLocaleString("en")} differ, by ${difference.pixels.max} of 255 at most`;
    case "mask":
      if (difference.differing === null) return sizeWords(difference.sizes);
      return `${counted(difference.differing, "pixel")} of ${difference.total.toLocaleString("en")} have another class`;
    case "tensor": {
      const { elements, dtypes, shapes } = difference;
      if (!elements) return `the shape [${shapes[1].join(", ")}] in the place of [${shapes[0].join(", ")}]`;
      if (elements.differing === 0) return `${dtypes[1]} in the place of ${dtypes[0]}`;
      return `${counted(elements.differing, "element")} of ${elements.total.toLocaleString("en")} differ`;
    }
    case "audio":
      if (difference.facts.length > 0 || !difference.samples) return factWords(difference.facts);
      return `${counted(difference.samples.differing, "sample")} differ`;
    case "embedding":
      return difference.cosine === null ? "another vector" : `another vector, cosine ${fixed(difference.cosine, 4)}`;
    case "classification":
      return difference.top[0] === difference.top[1]
        ? "other probabilities"
        : `“${difference.top[1] ?? "nothing"}” is the likeliest in the place of “${difference.top[0] ?? "nothing"}”`;
    case "detections": {
      const changed = difference.counts[0] - difference.unchanged;
      return `${counted(changed, "box", "boxes")} of ${difference.counts[0]} changed, ${difference.onlyBCount} more came`;
    }
    case "keypoints":
      return "other points";
    case "table": {
      const { columnsOnlyA, columnsOnlyB, retyped, changedCells, changedRows, rowCounts } = difference;
      if (columnsOnlyA[0]) return `the column “${columnsOnlyA[0]}” is missing`;
      if (columnsOnlyB[0]) return `the column “${columnsOnlyB[0]}” is new`;
      if (retyped[0]) return `the column “${retyped[0].name}” became ${retyped[0].b} from ${retyped[0].a}`;
      if (rowCounts[0] !== rowCounts[1])
        return `${counted(rowCounts[1], "row")} in the place of ${rowCounts[0].toLocaleString("en")}`;
      return `${counted(changedCells, "cell")} in ${counted(changedRows, "row")} differ`;
    }
    case "file":
      return factWords(difference.facts);
    default:
      return "it differs";
  }
}

function changeWords({ path, a, b }: JsonChange): string {
  if (a === undefined) return `${path} is new`;
  if (b === undefined) return `${path} is missing`;
  const values = `${jsonWords(b)} in the place of ${jsonWords(a)}`;
  return path === WHOLE ? values : `${path}: ${values}`;
}

function jsonWords(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > MAX_VALUE_CHARACTERS ? `${text.slice(0, MAX_VALUE_CHARACTERS)}…` : text;
}

export function factWords(facts: readonly FactChange[]): string {
  return facts.map(({ fact, a, b }) => `${fact.toLowerCase()} ${b} in the place of ${a}`).join(", ") || "it differs";
}

export function isSameSize([a, b]: readonly [Size, Size]): boolean {
  return a.width === b.width && a.height === b.height;
}

export function sizeWords([a, b]: readonly [Size, Size]): string {
  return isSameSize([a, b])
    ? "other channels"
    : `${b.width} × ${b.height} px in the place of ${a.width} × ${a.height} px`;
}
