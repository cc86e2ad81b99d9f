import { Minus, PenLine, Plus } from "lucide-react";
import { describeChange, sentenceOfChange } from "#graph/describe-change";
import type { GraphChange } from "#graph/diff-graphs";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { Icon } from "#components/ui/icon";

const icons = { added: Plus, removed: Minus, changed: PenLine };
const tones = { added: "text-ok", removed: "text-danger", changed: "text-warn" };

/** Changes in words, one a line. `onChoose` makes each a button that leads to what changed. */
export function ChangeList({
  label,
  changes,
  graphs,
  onChoose,
}: {
  label: string;
  changes: readonly GraphChange[];
  graphs: readonly Graph[];
  onChoose?: (change: GraphChange) => void;
}) {
  return (
    <ul aria-label={label} className="grid text-xs">
      {changes.map((change) => {
        const { subject, ...words } = describeChange(change, { graphs, library: definitions });
        const content = (
          <>
            <span className={`mt-px ${tones[change.kind]}`}>
              <Icon icon={icons[change.kind]} size={12} />
            </span>
            <span className="min-w-0 text-left break-words">
              <span className="font-medium">{subject}</span> <span className="text-2">{sentenceOfChange(words)}</span>
            </span>
          </>
        );
        const key = `${change.table}/${change.id}/${change.kind === "changed" ? change.field : change.kind}`;
        return (
          <li key={key}>
            {onChoose ? (
              <button
                type="button"
                className="flex w-full items-start gap-2 rounded-2 px-1.5 py-1 hover:bg-hover"
                onClick={() => onChoose(change)}
              >
                {content}
              </button>
            ) : (
              <span className="flex items-start gap-2 px-1.5 py-1">{content}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
