import type { ElementsDifference, TensorDifference } from "#graph/value-differences";
import { Facts } from "../../runs/values/facts";
import { formatPercent } from "../../runs/values/format-fraction.ts";
import { printable } from "../../runs/values/text-lines.ts";
import { formatCount, formatQuantity, formatValue } from "../../ui/format-number.ts";
import { SidesTable } from "../sides-table";

export function TensorDiff({ difference: { dtypes, shapes, elements } }: { difference: TensorDifference }) {
  const heads = [
    ...(dtypes[0] === dtypes[1] ? [] : [{ name: "Type", a: dtypes[0], b: dtypes[1] }]),
    ...(shapes[0].join() === shapes[1].join()
      ? []
      : [{ name: "Shape", a: `[${shapes[0].join(", ")}]`, b: `[${shapes[1].join(", ")}]` }]),
  ];
  return (
    <>
      {heads.length > 0 && <SidesTable label="Type and shape" head="Fact" rows={heads} />}
      {elements ? (
        <ElementFacts elements={elements} />
      ) : (
        <p className="text-xs text-2">Elements stand beside each other only in tensors of one shape.</p>
      )}
    </>
  );
}

export function ElementFacts({ elements }: { elements: ElementsDifference }) {
  const { total, differing, notFinite, max, meanAbsolute, maxRelative, meanRelative, first } = elements;
  const at = (index: readonly number[]) => <span className="mono">[{index.join(", ")}]</span>;
  return (
    <div className="grid gap-2">
      <p className="text-xs tabular-nums text-2">
        {formatCount(differing)} of {formatQuantity(total, "element")} differ (
        {formatPercent(differing / Math.max(1, total))}).
        {notFinite > 0 &&
          ` In ${formatQuantity(notFinite, "pair")} one is NaN or infinite and the other is not the same.`}
      </p>
      <Facts
        facts={[
          ...(max
            ? ([
                [
                  "Largest",
                  <>
                    {formatValue(max.absolute)} at {at(max.index)}
                  </>,
                ],
              ] as const)
            : []),
          ["Mean", formatValue(meanAbsolute)],
          ["Largest relative", formatValue(maxRelative)],
          ["Mean relative", formatValue(meanRelative)],
        ]}
      />
      {first && (
        <p className="text-xs text-2">
          The first one that differs is {at(first.index)}: <span className="mono">{printable(first.a)}</span> in A,{" "}
          <span className="mono">{printable(first.b)}</span> in B.
        </p>
      )}
    </div>
  );
}
