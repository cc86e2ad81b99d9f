"use client";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { formatCount } from "../ui/format-number.ts";
import { Card } from "./card";
import type { ModelVersion } from "./model-data.ts";

const SHOWN = 10;

/** How often each operator occurs, most first. */
export function OperatorsCard({ summary }: { summary: ModelVersion["summary"] }) {
  const [isWhole, setIsWhole] = useState(false);
  const operators = summary.operators.toSorted((one, other) => other.count - one.count);
  const total = operators.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(1, operators[0]?.count ?? 1);
  const opset = summary.opset.find(({ domain }) => domain === "" || domain === "ai.onnx") ?? summary.opset[0];
  return (
    <Card title="Operators" note={`${formatCount(total)}${opset ? ` in opset ${opset.version}` : ""}`}>
      <ul className="text-xs">
        {operators.slice(0, isWhole ? undefined : SHOWN).map(({ name, domain, count }) => (
          <li
            key={`${domain}.${name}`}
            className="grid h-6 grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-2"
          >
            <span className="truncate" title={domain ? `${domain}.${name}` : name}>
              {domain && domain !== "ai.onnx" && <span className="text-3">{domain}.</span>}
              {name}
            </span>
            <span aria-hidden>
              <span
                className="block h-2 min-w-0.5 rounded-[1.5px] bg-bar"
                style={{ width: `${(count / most) * 100}%` }}
              />
            </span>
            <span className="min-w-6 text-right tabular-nums text-2">{formatCount(count)}</span>
          </li>
        ))}
      </ul>
      {operators.length > SHOWN && (
        <Button size="sm" variant="quiet" className="-ml-2 mt-1" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? "Show fewer" : `Show all ${operators.length}`}
        </Button>
      )}
    </Card>
  );
}
