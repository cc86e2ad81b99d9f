"use client";
import { Check } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { PortGlyph } from "#components/ui/port-glyph";
import { Segmented } from "#components/ui/segmented";
import { magnitudeOf } from "#graph/difference-magnitude";
import { isRecordedList } from "#graph/recorded-values";
import { leafKindOf } from "../runs/recorded-shape.ts";
import { formatQuantity } from "../ui/format-number.ts";
import { rowKeys } from "../ui/list-keys.ts";
import type { ComparedPort } from "./compared-steps.ts";
import { differenceWords } from "./difference-words.ts";
import { useDifferences } from "./use-difference.ts";

/** Beyond these only the chosen one is looked into. */
const MAX_SUMMARISED = 60;

type Order = "steps" | "largest";

/** Every port with what differs at it, in the order of the steps or the largest difference first; those alike are folded. */
export function ComparedValues({
  runs,
  ports,
  chosenKey,
  onChoose,
}: {
  runs: { a: string; b: string };
  ports: readonly ComparedPort[];
  chosenKey: string | null;
  onChoose: (key: string) => void;
}) {
  const [order, setOrder] = useState<Order>("steps");
  const [showsSame, setShowsSame] = useState(false);
  const differing = ports.filter(({ state }) => state !== "same");
  const same = ports.filter(({ state }) => state === "same");
  const asked = differing.filter(({ state }) => state === "differs").slice(0, MAX_SUMMARISED);
  const answers = useDifferences(asked.map(({ nodeId, port }) => ({ ...runs, nodeId, port, path: [] })));
  const answerOf = new Map(asked.map(({ key }, index) => [key, answers[index]!]));
  const weightOf = ({ key }: ComparedPort) => {
    const difference = answerOf.get(key)?.difference;
    return difference ? magnitudeOf(difference) : 1;
  };
  const shown = order === "largest" ? differing.toSorted((one, other) => weightOf(other) - weightOf(one)) : differing;

  const rowOf = (port: ComparedPort) => {
    const answer = answerOf.get(port.key);
    return (
      <li key={port.key}>
        <button
          type="button"
          {...rowKeys}
          aria-current={port.key === chosenKey || undefined}
          onClick={() => onChoose(port.key)}
          className="focus-inset flex min-h-12 w-full items-center gap-2.5 border-b border-line px-3.5 py-1.5 text-left text-xs hover:bg-hover aria-current:bg-selected"
        >
          <KindOf port={port} />
          <span className="grid min-w-0 flex-1">
            <span className="truncate font-medium">
              {port.title}, {port.label} {port.isInput && <Badge>input</Badge>}
            </span>
            <span className="truncate tabular-nums text-2">{wordsOf(port, answer)}</span>
          </span>
          <span className="whitespace-nowrap tabular-nums text-2">
            {answer?.difference && differenceWords(answer.difference).number}
          </span>
        </button>
      </li>
    );
  };

  return (
    <section aria-label="Values" className="rounded-3 border border-line bg-node">
      <header className="flex min-h-[42px] flex-wrap items-center gap-2 border-b border-line px-3.5 py-1.5">
        <h2 className="text-sm">Values</h2>
        {differing.length > 1 && (
          <Segmented
            label="Order of the values"
            className="ml-auto"
            value={order}
            options={[
              { value: "steps", label: "By step" },
              { value: "largest", label: "Largest first" },
            ]}
            onChange={setOrder}
          />
        )}
      </header>
      {differing.length === 0 && (
        <p className="px-3.5 py-3 text-xs text-2">
          {ports.length === 0 ? "Nothing went through any port in either run." : "Both runs gave the same everywhere."}
        </p>
      )}
      <ul data-rows aria-label="Values that differ">
        {shown.map(rowOf)}
      </ul>
      {same.length > 0 && (
        <>
          <p className="flex min-h-[42px] items-center gap-2.5 px-3.5 text-xs text-2">
            <Icon icon={Check} size={14} className="text-ok" />
            {formatQuantity(same.length, "value is", "values are")} the same, byte for byte
            <Button
              size="sm"
              variant="quiet"
              className="ml-auto"
              aria-expanded={showsSame}
              onClick={() => setShowsSame(!showsSame)}
            >
              {showsSame ? "Hide" : "Show"}
            </Button>
          </p>
          {showsSame && (
            <ul data-rows aria-label="Values that are the same" className="border-t border-line">
              {same.map(rowOf)}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

function KindOf({ port }: { port: ComparedPort }) {
  const record = port.b ?? port.a!;
  return <PortGlyph kind={leafKindOf(record) ?? "any"} state={isRecordedList(record) ? "list" : "connected"} />;
}

function wordsOf(
  { state }: ComparedPort,
  answer:
    { difference: Parameters<typeof differenceWords>[0] | null; isPending: boolean; error: string | null } | undefined,
): string {
  if (state === "same") return "the same";
  if (state === "only-a") return "only in A";
  if (state === "only-b") return "only in B";
  if (answer?.difference) return differenceWords(answer.difference).words;
  return answer?.error ?? (answer?.isPending ? "comparing…" : "differs");
}
