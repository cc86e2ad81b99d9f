import { isDevice } from "../inference/provider-of.ts";

/** One engine of a worker: what it computes on, what `auto` prefers first, and how many threads it has. */
export type EnginePlan = { devices: readonly string[]; threads: number };

/** Cards are told apart by their number: "cuda", "cuda:1", … */
const cardName = /^cuda(:\d+)?$/;

/**
 * One engine for each card that computes faster than the processor, and one for the processor: a call holds the thread of
 * its engine until it is done, so a card and the processor only work side by side in two. Other ways to reach a card
 * (WebGPU, TensorRT beside CUDA) mostly mean the same one and share the engine of the first. What is slower than the
 * processor, a driver in software, stays with the processor and is used where a node names it.
 *
 * @param devices proved ones, the fastest first
 * @param threads of all engines together; an engine with a card needs one, the rest is the processor's
 */
export function planEngines(devices: readonly string[], threads: number): EnginePlan[] {
  const processor = devices.indexOf("cpu");
  const faster = devices.slice(0, processor < 0 ? devices.length : processor);
  const slower = devices.slice(processor < 0 ? devices.length : processor + 1);
  // TensorRT comes after the processor because it compiles for minutes, not because it is slow: it is on the card.
  const onCard = slower.filter((device) => device === "tensorrt");
  if (faster.length === 0) return [{ devices: ["cpu", ...slower], threads: Math.max(1, threads) }];

  const cards = faster.filter((device) => cardName.test(device));
  const others = faster.filter((device) => !cardName.test(device));
  const [first, ...rest] = cards.length > 0 ? cards.map((card) => [card]) : [[]];
  const withCard = [[...first!, ...others].toSorted(bySpeed(devices)), ...rest].map((own, index) => ({
    devices: [...own, "cpu", ...(index === 0 ? onCard : [])],
    threads: 1,
  }));
  const left = Math.max(1, threads - withCard.length);
  return [...withCard, { devices: ["cpu", ...slower.filter((device) => device !== "tensorrt")], threads: left }];
}

function bySpeed(devices: readonly string[]): (one: string, other: string) => number {
  return (one, other) => devices.indexOf(one) - devices.indexOf(other);
}

export type EngineLoad = { devices: readonly string[]; runs: number };

/**
 * Which engine a run is for, by its place in `engines`: one that has every device that the run's nodes name; of those
 * with models on `auto`, one with a card; else the processor's, so that cards stay free. Of several, that with the
 * fewest runs. Where no engine has all that is named, the node that names it fails with a sentence that says so.
 */
export function placeRun(
  engines: readonly EngineLoad[],
  { named, hasAuto }: { named: readonly string[]; hasAuto: boolean },
): number {
  const isForCard = ({ devices }: EngineLoad) => devices[0] !== "cpu";
  const cost = (engine: EngineLoad) => {
    const missing = named.filter((device) => !engine.devices.some((own) => isDevice(own, device)));
    const isMisplaced = isForCard(engine) !== (hasAuto || named.some((device) => device !== "cpu"));
    return [missing.length, engine.runs === Infinity ? 1 : 0, isMisplaced ? 1 : 0, engine.runs];
  };
  const costs = engines.map(cost);
  let best = 0;
  for (let index = 1; index < costs.length; index++) if (isLess(costs[index]!, costs[best]!)) best = index;
  return best;
}

function isLess(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, place) => value !== other[place]);
  return at >= 0 && one[at]! < other[at]!;
}
