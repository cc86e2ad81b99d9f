import type { Tolerance } from "#graph/tolerances";
import { compareFlows } from "../comparing/compare-flows.ts";
import type { CompareOptions } from "../comparing/compare-values.ts";
import { isList } from "../comparing/comparable.ts";
import type { Comparable, ComparableList } from "../comparing/comparable.ts";
import { judgeDifference } from "./judge-difference.ts";
import type { Judgement } from "./judge-difference.ts";
import { counted } from "./judgement-words.ts";

/** Lists whose items take longer are not judged in part: what was not looked at may be what broke. */
const LIST_MS = 100_000;
/** Items that a reason names. */
const MAX_NAMED = 3;

type Codecs = Pick<CompareOptions, "images" | "tables">;

/** Whether what came is within the tolerance of what is expected; of lists each item beside the one of its place. */
export async function judgeFlows(
  expected: Comparable,
  came: Comparable,
  {
    tolerance,
    codecs,
    endsAt = performance.now() + LIST_MS,
  }: { tolerance: Tolerance; codecs: Codecs; endsAt?: number },
): Promise<Judgement> {
  if (isList(expected) && isList(came)) return judgeLists(expected, came, { tolerance, codecs, endsAt });
  const difference = await compareFlows(expected, came, {
    ...codecs,
    ...(tolerance.rule === "close" && { closeness: tolerance }),
    ...(tolerance.rule === "boxes" && { matchIou: tolerance.minIou }),
  });
  return judgeDifference(difference, tolerance);
}

async function judgeLists(
  expected: ComparableList,
  came: ComparableList,
  { tolerance, codecs, endsAt }: { tolerance: Tolerance; codecs: Codecs; endsAt: number },
): Promise<Judgement> {
  const [count, got] = [expected.items.length, came.items.length];
  if (count !== got) return { state: "failed", reason: `${counted(got, "item")} in the place of ${count}` };
  const faults: (Judgement & { place: number })[] = [];
  for (let place = 0; place < count; place++) {
    if (performance.now() > endsAt) {
      const reason = `only ${place.toLocaleString("en")} of ${counted(count, "item")} could be looked at in time; test fewer at once`;
      return { state: "error", reason };
    }
    const judged = await judgeItem(expected.items[place] ?? null, came.items[place] ?? null, {
      tolerance,
      codecs,
      endsAt,
    });
    if (judged.state !== "passed") faults.push({ ...judged, place });
  }
  if (faults.length === 0) return { state: "passed", reason: `all of ${counted(count, "item")}` };
  const state = faults.some((fault) => fault.state === "failed") ? "failed" : "error";
  const told = faults.filter((fault) => fault.state === state).slice(0, MAX_NAMED);
  const words = told.map(({ place, reason }) => `[${place}] ${reason}`).join("; ");
  const more = faults.length > told.length ? "; …" : "";
  return { state, reason: `${faults.length.toLocaleString("en")} of ${counted(count, "item")}: ${words}${more}` };
}

async function judgeItem(
  expected: Comparable | null,
  came: Comparable | null,
  options: { tolerance: Tolerance; codecs: Codecs; endsAt: number },
): Promise<Judgement> {
  if (expected && came) return judgeFlows(expected, came, options);
  if (expected) return { state: "failed", reason: "nothing came" };
  return came
    ? { state: "failed", reason: "something came where nothing did" }
    : { state: "passed", reason: "nothing" };
}
