"use client";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import type { GraphChange } from "#graph/diff-graphs";
import { isMove } from "#graph/diff-graphs";
import { describeChange, sentenceOfChange } from "#graph/describe-change";
import { resolveMerge } from "#graph/merge-graphs";
import type { Clash, Side } from "#graph/merge-graphs";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Segmented } from "#components/ui/segmented";
import { formatQuantity } from "../../ui/format-number.ts";
import type { Autosave, SaveState } from "./autosave.ts";
import { ChangeList } from "./change-list.tsx";
import { GraphView } from "../canvas/graph-view.tsx";

/**
 * The same things were changed on two sides. What does not clash is taken from both; for the rest a person chooses, and sees
 * what comes of it before it is saved. Nothing of either side goes unless it is said so here.
 */
export function ConflictDialog({ autosave, onKeepCopy }: { autosave: Autosave; onKeepCopy: () => void }) {
  const state = useStore(autosave);
  if (state.status !== "conflict") return null;
  return <OpenDialog key={state.from.version} state={state} autosave={autosave} onKeepCopy={onKeepCopy} />;
}

function OpenDialog({
  state: { merge, from, origin },
  autosave,
  onKeepCopy,
}: {
  state: SaveState & { status: "conflict" };
  autosave: Autosave;
  onKeepCopy: () => void;
}) {
  const [choices, setChoices] = useState<Record<string, Side>>({});
  const left = merge.clashes.filter(({ key }) => choices[key] === undefined).length;
  const result = useMemo(() => resolveMerge(merge, choices), [merge, choices]);
  const graphs = useMemo(() => [result, from.graph, merge.base], [result, from.graph, merge.base]);
  const free = [...merge.mine, ...merge.theirs].filter((change) => !isMove(change));
  const isLost = origin === "lost";
  return (
    <Dialog
      isOpen
      onOpenChange={() => {
        // Stays until it is decided: closing it would leave a page that no longer saves.
      }}
      width="lg"
      title={
        isLost ? "Changes that were not saved, and a workflow that went on" : "This workflow was changed elsewhere"
      }
      description={
        <p>
          {isLost
            ? "This browser kept changes that a closed tab had not saved. "
            : `Version ${from.version} was saved${from.by ? ` by ${from.by}` : " in another tab or by someone else"} while you worked. `}
          {formatQuantity(merge.clashes.length, "thing")} changed on both sides: choose for each. Nothing was
          overwritten.
        </p>
      }
      actions={
        <>
          <Button onClick={onKeepCopy}>Keep mine as a copy</Button>
          <Button variant="primary" disabled={left > 0} onClick={() => autosave.decide(choices)}>
            {left > 0 ? `${left} left to choose` : "Save the result"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div className="flex items-center gap-2 text-xs text-3">
          <span className="flex-1">Changed on both sides</span>
          {(["mine", "theirs"] as const).map((side) => (
            <Button
              key={side}
              size="sm"
              onClick={() => setChoices(Object.fromEntries(merge.clashes.map(({ key }) => [key, side])))}
            >
              {side === "mine" ? "Mine for all" : isLost ? "Saved for all" : "Theirs for all"}
            </Button>
          ))}
        </div>
        <ul aria-label="Changed on both sides" className="grid gap-2">
          {merge.clashes.map((clash) => (
            <ClashRow
              key={clash.key}
              clash={clash}
              graphs={graphs}
              theirs={isLost ? "Saved" : "Theirs"}
              choice={choices[clash.key]}
              onChoose={(side) => setChoices({ ...choices, [clash.key]: side })}
            />
          ))}
        </ul>
        {free.length > 0 && (
          <details>
            <summary className="cursor-default text-xs text-2">
              {formatQuantity(free.length, "other change")} of both sides: taken as they are
            </summary>
            <ChangeList label="Taken from both" changes={free} graphs={graphs} />
          </details>
        )}
        <section aria-label="The result" className="h-52 overflow-hidden rounded-3 border border-line">
          <GraphView key={JSON.stringify(choices)} graph={result} />
        </section>
      </div>
    </Dialog>
  );
}

function ClashRow({
  clash,
  graphs,
  theirs,
  choice,
  onChoose,
}: {
  clash: Clash;
  graphs: readonly Graph[];
  theirs: string;
  choice: Side | undefined;
  onChoose: (side: Side) => void;
}) {
  const subject = subjectOf(clash.mine, graphs) ?? subjectOf(clash.theirs, graphs) ?? "Something";
  return (
    <li className="grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 rounded-3 border border-line p-2.5">
      <span className="text-sm font-medium">{subject}</span>
      <Segmented<Side | "">
        label={`${subject}: which to keep`}
        value={choice ?? ""}
        options={[
          { value: "mine", label: "Mine" },
          { value: "theirs", label: theirs },
        ]}
        onChange={(side) => side !== "" && onChoose(side)}
      />
      <dl className="col-span-2 grid grid-cols-[auto_1fr] gap-x-2 text-xs text-2">
        <dt className="text-3">Mine</dt>
        <dd>{wordsOf(clash.mine, graphs)}</dd>
        <dt className="text-3">{theirs}</dt>
        <dd>{wordsOf(clash.theirs, graphs)}</dd>
      </dl>
    </li>
  );
}

/** Of the thing that it is about: a removed node counts before the wires that went with it. */
function subjectOf(changes: readonly GraphChange[], graphs: readonly Graph[]): string | undefined {
  const main = changes.find(({ table }) => table !== "edges") ?? changes[0];
  return main && describeChange(main, { graphs, library: definitions }).subject;
}

function wordsOf(changes: readonly GraphChange[], graphs: readonly Graph[]): string {
  const subject = subjectOf(changes, graphs);
  return changes
    .map((change) => {
      const { subject: own, ...words } = describeChange(change, { graphs, library: definitions });
      return own === subject ? sentenceOfChange(words) : `${own} ${sentenceOfChange(words)}`;
    })
    .join("; ");
}
