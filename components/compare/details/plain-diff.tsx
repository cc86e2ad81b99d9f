import type { JsonValue } from "#graph/json";
import type { ValueDifference } from "#graph/value-differences";
import { Facts } from "../../runs/values/facts";
import { formatPercent } from "../../runs/values/format-fraction.ts";
import { printable } from "../../runs/values/text-lines.ts";
import { formatCount, formatQuantity, formatValue } from "../../ui/format-number.ts";
import { numberTexts, signed } from "../difference-words.ts";
import { SidesTable } from "../sides-table";
import { ElementFacts } from "./tensor-diff";

type Of<Kind extends ValueDifference["kind"]> = { difference: Extract<ValueDifference, { kind: Kind }> };

export function NumberDiff({ difference }: Of<"number" | "boolean">) {
  const [a, b] = difference.kind === "boolean" ? [String(difference.a), String(difference.b)] : numberTexts(difference);
  return (
    <div className="grid gap-2">
      <p className="text-xl tabular-nums">
        <del className="text-3">{a}</del> <span aria-label="became">→</span> {b}
      </p>
      {difference.kind === "number" && difference.absolute !== null && (
        <Facts
          facts={[
            ["Absolute", formatValue(difference.absolute)],
            ["Relative to A", difference.relative === null ? "A is 0" : signed(difference.relative, formatPercent)],
          ]}
        />
      )}
    </div>
  );
}

export function JsonDiff({ difference: { changes, changeCount } }: Of<"json">) {
  const side = (value: JsonValue | undefined) => {
    if (value === undefined) return <span className="text-3">not there</span>;
    return <span className="mono">{printable(typeof value === "string" ? value : JSON.stringify(value))}</span>;
  };
  return (
    <>
      <SidesTable
        label="Paths that differ"
        head="Path"
        rows={changes.map(({ path, a, b }) => ({
          name: <span className="mono">{printable(path)}</span>,
          a: side(a),
          b: side(b),
        }))}
      />
      {changes.length < changeCount && (
        <p className="text-xs text-2">
          The first {formatCount(changes.length)} of {formatQuantity(changeCount, "path")} that differ.
        </p>
      )}
    </>
  );
}

export function FileDiff({ difference: { facts } }: Of<"file">) {
  return <FactTable facts={facts} />;
}

export function AudioDiff({ difference: { facts, samples } }: Of<"audio">) {
  return (
    <>
      {facts.length > 0 && <FactTable facts={facts} />}
      {samples && samples.differing > 0 && <ElementFacts elements={samples} />}
    </>
  );
}

export function EmbeddingDiff({ difference: { lengths, cosine, distance } }: Of<"embedding">) {
  if (lengths[0] !== lengths[1]) {
    return (
      <p className="text-xs text-2">
        One has {formatQuantity(lengths[0], "number")}, the other {formatCount(lengths[1])}: they lie in different
        spaces.
      </p>
    );
  }
  return (
    <Facts
      facts={[
        ["Cosine", cosine === null ? "has none: one is zero" : formatValue(cosine, 6)],
        ["Distance", distance === null ? "not finite" : formatValue(distance)],
        ["Numbers", formatCount(lengths[0])],
      ]}
    />
  );
}

function FactTable({ facts }: { facts: readonly { fact: string; a: string; b: string }[] }) {
  return (
    <SidesTable
      label="What differs"
      head="Fact"
      rows={facts.map(({ fact, a, b }) => ({ name: fact, a: printable(a), b: printable(b) }))}
    />
  );
}
