import type { RouterOutputs } from "#components/trpc";

type Changes = NonNullable<RouterOutputs["deployments"]["preview"]["deployments"][number]["changes"]>;

/** What differs between what answers now and what would. */
export function ChangesList({ changes: { added, removed, changed, isRewired } }: { changes: Changes }) {
  const lines = [
    ["Added", added],
    ["Removed", removed],
    ["Changed", changed],
  ] as const;
  const isSame = lines.every(([, titles]) => titles.length === 0) && !isRewired;
  if (isSame) return <p className="text-xs text-3">Nothing has changed.</p>;
  return (
    <ul className="grid gap-0.5 text-xs text-2">
      {lines.map(
        ([word, titles]) =>
          titles.length > 0 && (
            <li key={word}>
              <span className="font-medium text-1">{word}:</span> {titles.join(", ")}
            </li>
          ),
      )}
      {isRewired && <li>Wires run otherwise.</li>}
    </ul>
  );
}
