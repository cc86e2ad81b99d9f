"use client";
import { useQuery } from "@tanstack/react-query";
import { Clock } from "lucide-react";
import { useEffect, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Icon } from "#components/ui/icon";
import { RunWait } from "../runs/run-wait";

/** Workers look for batches every few seconds, and are told of a new one at once. */
const UNUSUAL_AFTER_MS = 6_000;

/** Why nothing of the batch runs: what its first item waits for, or that no worker has looked at it. */
export function BatchWait({ batchId }: { batchId: string }) {
  const trpc = useTRPC();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), UNUSUAL_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data } = useQuery(
    trpc.batches.items.queryOptions({ batchId, status: "queued", from: 0, count: 1 }, { enabled: isLong }),
  );
  const first = data?.[0];
  if (!first) return null;
  if (first.run) return <RunWait runId={first.run.id} />;
  return (
    <p role="status" className="flex items-start gap-2 text-sm text-2">
      <Icon icon={Clock} className="mt-0.5" />
      No worker has taken the batch up yet. Its items start when one does, and there is room among what waits in this
      workspace.
    </p>
  );
}
