import Link from "next/link";
import { ScrollRegion } from "#components/ui/scroll-region";
import type { ChartTable } from "./chart-csv.ts";

export function ChartTableView({ label, table: { columns, rows } }: { label: string; table: ChartTable }) {
  return (
    <ScrollRegion label={label} className="max-h-60 rounded-2 border border-line">
      <table className="w-full border-separate border-spacing-0 text-xs tabular-nums">
        <thead>
          <tr className="text-left text-3 *:sticky *:top-0 *:z-1 *:h-7 *:whitespace-nowrap *:border-b *:border-line *:bg-node *:px-2.5 *:font-medium">
            {columns.map((column, index) => (
              <th key={column} scope="col" className={index === 0 ? undefined : "text-right"}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, words: [first, ...others], href }) => (
            <tr key={key} className="hover:bg-hover *:h-7 *:border-b *:border-line *:px-2.5 last:*:border-0">
              <th scope="row" className="min-w-36 text-left font-normal wrap-anywhere">
                {href ? (
                  <Link href={href} className="underline decoration-(--border-control) underline-offset-2">
                    {first}
                  </Link>
                ) : (
                  first
                )}
              </th>
              {others.map((value, index) => (
                <td key={columns[index + 1]} className="whitespace-nowrap text-right">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
