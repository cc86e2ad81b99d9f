"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import { formatCount } from "../ui/format-number.ts";

/** A stream of its own on every page would take one of the six connections that a browser has for all tabs. */
const LOOK_EVERY_MS = 15_000;

/** How many questions wait for an answer, beside the place where they are answered. Nothing while there are none. */
export function ApprovalsCount({ isCorner = false }: { isCorner?: boolean }) {
  const trpc = useTRPC();
  const { data: count = 0 } = useQuery(
    trpc.approvals.count.queryOptions(undefined, { refetchInterval: LOOK_EVERY_MS, refetchOnWindowFocus: true }),
  );
  if (count === 0) return null;
  return (
    <span
      data-status="paused"
      className={
        isCorner
          ? "absolute -top-1 left-full -ml-1 rounded-full bg-state-soft px-1 text-2xs leading-4 font-strong text-state tabular-nums"
          : "ml-auto rounded-full bg-state-soft px-1.5 text-2xs leading-[18px] font-strong text-state tabular-nums max-md:absolute max-md:top-0 max-md:right-0 max-md:px-1 max-md:leading-4"
      }
    >
      <span className="sr-only">, </span>
      {count > 99 ? "99+" : formatCount(count)}
      <span className="sr-only"> to answer</span>
    </span>
  );
}
