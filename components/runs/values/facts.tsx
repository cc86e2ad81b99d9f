/** Names and values in two columns, small: the numbers below a picture or a chart. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: React.ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-4 text-xs">
      {facts.map(([name, value]) => (
        <div key={name} className="flex min-h-6 items-center justify-between gap-2 border-t border-line">
          <dt className="text-3">{name}</dt>
          <dd className="truncate tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
