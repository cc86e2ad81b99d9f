"use client";
import { useQuery } from "@tanstack/react-query";
import { Clock } from "lucide-react";
import { useEffect, useState } from "react";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { Icon } from "#components/ui/icon";
import { deviceName } from "../accelerators/device-name.ts";
import { classes } from "../ui/classes.ts";
import { formatCount } from "../ui/format-number.ts";

type Wait = NonNullable<RouterOutputs["runs"]["wait"]>;

/** Almost every run starts sooner, and nobody asks why it has not. */
const FIRST_ASK_AFTER_MS = 1_000;
const ASK_EVERY_MS = 3_000;

/** Why the run has not started, and what would start it. Asked again and again while it waits; nothing at all before the first answer. */
export function RunWait({ runId, isOneLine = false }: { runId: string; isOneLine?: boolean }) {
  const trpc = useTRPC();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), FIRST_ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data: wait } = useQuery(
    trpc.runs.wait.queryOptions({ runId }, { enabled: isLong, refetchInterval: ASK_EVERY_MS }),
  );
  if (!wait) return null;
  const sentence = sentenceOf(wait);
  return (
    <p
      role="status"
      className={classes("flex min-w-0 gap-2 text-2", isOneLine ? "items-center text-xs" : "items-start text-sm")}
    >
      <Icon icon={Clock} size={isOneLine ? 12 : 16} className={isOneLine ? undefined : "mt-0.5"} />
      <span className={isOneLine ? "truncate" : undefined} title={isOneLine ? sentence : undefined}>
        {sentence}
      </span>
    </p>
  );
}

function sentenceOf(wait: Wait): string {
  switch (wait.kind) {
    case "no-worker":
      return "No worker is running, so this run waits. It starts when one does.";
    case "needs":
      return `No worker has ${wait.needs.map(deviceName).join(" and ")}, which this run needs, so it waits for one that does. To run it here, cancel it and set the device of its nodes to Auto.`;
    case "share":
      return `This workspace has ${formatCount(wait.running)} runs before it, as many as may be under way at a time. It starts when some of them end.`;
    case "turn":
      return "The workers are busy. It starts when one of them has room.";
  }
}
