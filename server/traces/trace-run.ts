import type { RunEvent, StepProfile } from "../../graph/run-events.ts";
import { assignLanes } from "./assign-lanes.ts";
import type { OperatorEvent } from "./operator-events.ts";
import { type StepInTime, stepsInTime } from "./steps-in-time.ts";

/** Of the Trace Event Format, which chrome://tracing and Perfetto read. Times in microseconds. */
export type TraceEvent =
  | { ph: "X"; name: string; cat: string; ts: number; dur: number; pid: number; tid: number; args?: object }
  | { ph: "M"; name: "process_name" | "thread_name"; pid: number; tid: number; args: { name: string } }
  | { ph: "M"; name: "process_sort_index"; pid: number; tid: number; args: { sort_index: number } };
export type RunTrace = { traceEvents: TraceEvent[]; displayTimeUnit: "ms"; otherData: Record<string, string> };

export type TracedRun = {
  title: string;
  /** Milliseconds since the epoch; null where the run did not come through a queue. */
  queuedAt: number | null;
  claimedAt: number | null;
  events: readonly RunEvent[];
  titleOf: (nodeId: string) => string;
  /** What the profiles of its steps hold, by hash. */
  operators: ReadonlyMap<string, readonly OperatorEvent[]>;
};

type Lane = { process: string; lane: string };
type Bar = Lane & { name: string; category: string; fromMs: number; durationMs: number; args?: object };

/** A run as a picture in time: a row for each device and thing that waited, below it the operators of profiled models. */
export function traceRun(run: TracedRun): RunTrace {
  const steps = stepsInTime(run.events);
  const bars = [
    ...wholeRun(run),
    ...nestBars(run, steps),
    ...stepBars(run, steps),
    ...waitBars(run, steps),
    ...operatorBars(run),
  ];
  // Whole, so that what lies a whole number of microseconds apart still does when it is rounded.
  const zeroMs = Math.floor(bars.reduce((first, { fromMs }) => Math.min(first, fromMs), Infinity));
  return {
    traceEvents: layOut(bars, zeroMs),
    displayTimeUnit: "ms",
    otherData: { run: run.title, startedAt: Number.isFinite(zeroMs) ? new Date(zeroMs).toISOString() : "" },
  };
}

function layOut(bars: readonly Bar[], zeroMs: number): TraceEvent[] {
  const processes = new Map<string, Map<string, number>>();
  /** Of each lane the ends of the bars in which the last one lies, itself included. */
  const open = new Map<string, number[]>();
  const drawn = bars.map(({ process, lane, name, category, fromMs, durationMs, args }): TraceEvent => {
    const lanes = processes.get(process) ?? new Map<string, number>();
    processes.set(process, lanes);
    if (!lanes.has(lane)) lanes.set(lane, lanes.size + 1);
    const place = `${process} ${lane}`;
    const ends = open.get(place) ?? [];
    open.set(place, ends);
    let ts = microseconds(fromMs - zeroMs);
    // Starts of steps are known to the millisecond, durations to the microsecond: what follows on a lane never overlaps what
    // was before. Operators are timed by one clock, so what begins within one is a part of it.
    while (ends.length > 0 && (category !== "operator" || ends.at(-1)! <= ts)) ts = Math.max(ts, ends.pop()!);
    const dur = Math.min(microseconds(durationMs), (ends.at(-1) ?? Infinity) - ts);
    ends.push(ts + dur);
    const pid = [...processes.keys()].indexOf(process) + 1;
    return { ph: "X", name, cat: category, ts, dur, pid, tid: lanes.get(lane)!, ...(args && { args }) };
  });
  const names = [...processes].flatMap(([process, lanes], index): TraceEvent[] => {
    const pid = index + 1;
    return [
      { ph: "M", name: "process_name", pid, tid: 0, args: { name: process } },
      { ph: "M", name: "process_sort_index", pid, tid: 0, args: { sort_index: pid } },
      ...[...lanes].map(([lane, tid]): TraceEvent => ({
        ph: "M",
        name: "thread_name",
        pid,
        tid,
        args: { name: lane },
      })),
    ];
  });
  return [...names, ...drawn];
}

function wholeRun({ title, queuedAt, claimedAt, events }: TracedRun): Bar[] {
  const bars: Bar[] = [];
  const add = (name: string, category: string, from: number, to: number, args?: object) =>
    bars.push({
      process: title,
      lane: "Run",
      name,
      category,
      fromMs: from,
      durationMs: Math.max(0, to - from),
      ...(args && { args }),
    });
  if (queuedAt !== null && claimedAt !== null) add("In the queue", "wait", queuedAt, claimedAt);
  const starts = events.filter((event) => event.type === "run.started");
  const [first] = starts;
  if (claimedAt !== null && first) add("Getting ready", "wait", claimedAt, first.at);
  for (const [index, { at, attempt, worker }] of starts.entries()) {
    const to = starts[index + 1]?.at ?? events.at(-1)!.at;
    add(attempt > 1 ? `Attempt ${attempt}` : "Computing", "run", at, to, { worker });
  }
  return bars;
}

/** Workflows within the workflow, each from its first step to its last. */
function nestBars({ titleOf }: TracedRun, steps: readonly StepInTime[]): Bar[] {
  const nested = steps.filter(({ nodeId }) => nodeId.includes("/"));
  const nests = [...Map.groupBy(nested, ({ nodeId }) => nodeId.slice(0, nodeId.lastIndexOf("/")))];
  const spans = nests
    .map(([path, inner]) => ({
      title: titleOf(path),
      opened: Math.min(...inner.map(({ startedAt }) => startedAt)),
      closed: Math.max(...inner.map(({ startedAt, durationMs }) => startedAt + durationMs)),
      args: { nodeId: path, steps: inner.length },
    }))
    .toSorted((a, b) => a.opened - b.opened);
  return [...Map.groupBy(spans, ({ title }) => title)].flatMap(([title, ofTitle]) => {
    const lanes = assignLanes(ofTitle);
    return ofTitle.map(({ opened, closed, args }, index): Bar => ({
      process: "Workflows within",
      lane: lanes[index] === 0 ? title : `${title} ${lanes[index]! + 1}`,
      name: title,
      category: "nest",
      fromMs: opened,
      durationMs: closed - opened,
      args,
    }));
  });
}

function stepBars({ titleOf }: TracedRun, steps: readonly StepInTime[]): Bar[] {
  return [...Map.groupBy(steps, ({ device }) => device ?? "")].flatMap(([device, ofDevice]) => {
    const lanes = assignLanes(ofDevice);
    const process = device === "" ? "Steps" : `Steps on ${device}`;
    return ofDevice.map(({ nodeId, startedAt, durationMs, how, facts }, index): Bar => ({
      process,
      lane: `${process} ${lanes[index]! + 1}`,
      name: titleOf(nodeId),
      category: "step",
      fromMs: startedAt,
      durationMs,
      args: { nodeId, how, ...facts },
    }));
  });
}

/** Steps that were ready and had not begun. */
function waitBars({ titleOf }: TracedRun, steps: readonly StepInTime[]): Bar[] {
  const waits = steps
    .filter(({ waitedMs }) => waitedMs > 0)
    .map(({ nodeId, startedAt, waitedMs }) => ({ nodeId, opened: startedAt - waitedMs, closed: startedAt }))
    .sort((a, b) => a.opened - b.opened);
  const lanes = assignLanes(waits);
  return waits.map(({ nodeId, opened, closed }, index): Bar => ({
    process: "Ready and waiting",
    lane: `Waiting ${lanes[index]! + 1}`,
    name: titleOf(nodeId),
    category: "wait",
    fromMs: opened,
    durationMs: closed - opened,
    args: { nodeId },
  }));
}

/** In the order in which they began, what holds others before them: the runtime writes an operator down when it ends. */
function operatorBars({ events, titleOf, operators }: TracedRun): Bar[] {
  const bars = events.flatMap((event) => {
    if (event.type !== "step.profiled") return [];
    const { nodeId, profile } = event;
    return (operators.get(profile.events.hash) ?? []).map((one) =>
      operatorBar(one, { title: titleOf(nodeId), profile }),
    );
  });
  return bars.sort((a, b) => a.fromMs - b.fromMs || b.durationMs - a.durationMs);
}

function operatorBar(one: OperatorEvent, { title, profile }: { title: string; profile: StepProfile }): Bar {
  return {
    process: "ONNX Runtime",
    lane: `${title}: ${profile.model}`,
    name: one.operator,
    category: "operator",
    fromMs: profile.openedAt + one.atUs / 1_000,
    durationMs: one.durationUs / 1_000,
    args: { node: one.name, provider: one.provider },
  };
}

function microseconds(ms: number): number {
  return Math.round(ms * 1_000);
}
