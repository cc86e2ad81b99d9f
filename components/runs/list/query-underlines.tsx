import type { QueryProblem } from "#graph/run-query/parse-run-query";

/** Draws a wave under the words that have a problem, where the field of the same font shows them. */
export function QueryUnderlines({
  text,
  problems,
  scrollLeft,
}: {
  text: string;
  problems: readonly QueryProblem[];
  scrollLeft: number;
}) {
  if (problems.length === 0) return null;
  const edges = [...problems].toSorted((one, other) => one.start - other.start);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-y-0 left-7 right-9 flex items-center overflow-hidden px-px"
    >
      <div className="whitespace-pre font-mono text-xs text-transparent" style={{ translate: `${-scrollLeft}px` }}>
        {edges.map(({ start, end }, index) => (
          <span key={start}>
            {text.slice(edges[index - 1]?.end ?? 0, start)}
            <span className="underline decoration-danger decoration-wavy underline-offset-4">
              {text.slice(start, end)}
            </span>
          </span>
        ))}
      </div>
    </div>
  );
}
