import type { NodeRunState, RunAttempt } from "#graph/run-events";

/**
 * "work" is the step's own time around the calls of its models, or all of it where it called none; "compute" and "copy" are
 * such a call on its device; "wait" is time in which it was ready and something else had its turn.
 */
export type BarKind =
  "wait" | "work" | "copy" | "compute" | "running" | "paused" | "cached" | "taken" | "failed" | "lost";

export type Bar = {
  kind: BarKind;
  /** In milliseconds since the epoch. */
  fromMs: number;
  toMs: number;
  /** A wait within a call of a model. */
  isOfCall?: true;
  /** Calls with the same key were computed together. */
  joint?: { key: string; size: number };
};

type Around = {
  /** Until when what has not ended is drawn. */
  nowMs: number;
  attempts: readonly RunAttempt[];
};

/** What a step did with its time, those bars last that lie on others. Empty for one that has not begun. */
export function barsOf(node: NodeRunState, { nowMs, attempts }: Around): Bar[] {
  return [...triesOf(node, attempts), ...newestOf(node, { nowMs, attempts })];
}

/** The attempt in which something happened; undefined where none had begun. */
export function attemptAt(attempts: readonly RunAttempt[], ms: number): RunAttempt | undefined {
  return attempts.findLast(({ at }) => at <= ms) ?? attempts[0];
}

function triesOf({ tries = [], startedAt }: NodeRunState, attempts: readonly RunAttempt[]): Bar[] {
  return tries.flatMap((one, index): Bar[] => {
    const kind = one.how === "failed" ? "failed" : "lost";
    const next = tries[index + 1]?.startedAt ?? startedAt;
    const isSameAttempt = next !== undefined && attemptAt(attempts, next) === attemptAt(attempts, one.startedAt);
    return [
      { kind, fromMs: one.startedAt, toMs: one.endedAt },
      // Until its retry; what passes between two attempts is not this step's waiting.
      ...(isSameAttempt && next > one.endedAt ? [{ kind: "wait" as const, fromMs: one.endedAt, toMs: next }] : []),
    ];
  });
}

function newestOf(node: NodeRunState, { nowMs, attempts }: Around): Bar[] {
  const { startedAt, waitedMs = 0, durationMs, status } = node;
  if (startedAt === undefined) return [];
  const point = { fromMs: startedAt, toMs: startedAt };
  if (node.cached) return [{ kind: "cached", ...point }];
  if (node.from) return [{ kind: "taken", ...point }];
  const wait: Bar[] = waitedMs > 0 ? [{ kind: "wait", fromMs: startedAt - waitedMs, toMs: startedAt }] : [];
  const toMs = Math.max(startedAt, durationMs === undefined ? nowMs : startedAt + durationMs);
  return [...wait, { kind: ownKind(status), fromMs: startedAt, toMs }, ...callBars(node, attempts)];
}

function ownKind(status: NodeRunState["status"]): BarKind {
  switch (status) {
    case "running":
    case "paused":
    case "failed":
      return status;
    case "cancelled":
      return "lost";
    default:
      return "work";
  }
}

function callBars({ calls = [] }: NodeRunState, attempts: readonly RunAttempt[]): Bar[] {
  return calls.flatMap(({ at, waitedMs, copyInMs, computeMs, copyOutMs, joint }): Bar[] => {
    const engine = attemptAt(attempts, at)?.environment?.engine ?? "";
    const together = joint && { joint: { key: `${engine} ${joint.number}`, size: joint.size } };
    const computedAt = at + copyInMs;
    const doneAt = computedAt + computeMs;
    const bars: Bar[] = [
      { kind: "wait", isOfCall: true, fromMs: at - waitedMs, toMs: at },
      { kind: "copy", fromMs: at, toMs: computedAt },
      { kind: "compute", fromMs: computedAt, toMs: doneAt, ...together },
      { kind: "copy", fromMs: doneAt, toMs: doneAt + copyOutMs },
    ];
    return bars.filter((bar) => bar.kind === "compute" || bar.toMs > bar.fromMs);
  });
}
