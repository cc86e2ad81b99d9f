import { ScrollRegion } from "#components/ui/scroll-region";

export type SidesRow = { name: React.ReactNode; a: React.ReactNode; b: React.ReactNode; change?: React.ReactNode };

/** What something is in A and in B, a row for each; `change` where a number says how much. */
export function SidesTable({ label, head, rows }: { label: string; head: string; rows: readonly SidesRow[] }) {
  const hasChange = rows.some(({ change }) => change !== undefined);
  return (
    <ScrollRegion label={label} className="max-h-96 rounded-3 border border-line">
      <table className="w-full border-separate border-spacing-0 text-xs">
        <thead>
          <tr className="text-left text-3 *:sticky *:top-0 *:h-7 *:whitespace-nowrap *:border-b *:border-line *:bg-node *:px-2.5 *:font-medium">
            <th scope="col">{head}</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
            {hasChange && (
              <th scope="col" className="text-right">
                Change
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, a, b, change }, index) => (
            <tr
              key={index}
              className="*:border-b *:border-line *:px-2.5 *:py-1 *:align-top last:*:border-0 [&>td]:wrap-anywhere"
            >
              <th scope="row" className="text-left font-normal wrap-anywhere">
                {name}
              </th>
              <td className="tabular-nums text-2">{a}</td>
              <td className="tabular-nums">{b}</td>
              {hasChange && <td className="text-right font-medium tabular-nums">{change}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
