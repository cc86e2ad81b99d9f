"use client";
import { useQuery } from "@tanstack/react-query";
import { Clock } from "lucide-react";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { Icon } from "#components/ui/icon";
import { formatCount } from "../ui/format-number.ts";

type Wait = NonNullable<RouterOutputs["runs"]["wait"]>;

const ASK_EVERY_MS = 3_000;

/** Why the run has not started, and what would start it. Asked again and again while it waits; nothing at all before the first answer. */
export function RunWait({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const { data: wait } = useQuery(trpc.runs.wait.queryOptions({ runId }, { refetchInterval: ASK_EVERY_MS }));
  if (!wait) return null;
  return (
    <p role="status" className="flex items-start gap-2 text-sm text-2">
      <Icon icon={Clock} className="mt-0.5 shrink-0" />
      {sentenceOf(wait)}
    </p>
  );
}

function sentenceOf(wait: Wait): string {
  switch (wait.kind) {
    case "no-worker":
      return "No worker is running, so this run waits. It starts when one does.";
    case "needs":
      return `No worker has ${wait.needs.join(" and ")}, which this run needs, so it waits for one that does. To run it here, cancel it and set the device of its nodes to Auto.`;
    case "share":
      return `This workspace has ${formatCount(wait.running)} runs before it, as many as may be under way at a time. It starts when some of them end.`;
    case "turn":
      return "The workers are busy. It starts when one of them has room.";
  }
}
