import { z } from "zod";

/** One execution of one operator, as ONNX Runtime timed it. */
export type OperatorEvent = {
  /** Of the node within the model. */
  name: string;
  operator: string;
  provider: string;
  /** Since its session was opened. */
  atUs: number;
  durationUs: number;
};

/**
 * The same events with the time of each that is within no other: of a Loop, If or Scan what its body did not take. Timed by one
 * clock in one thread, two events lie within each other or apart.
 */
export function ownTimes(events: readonly OperatorEvent[]): OperatorEvent[] {
  const open: { event: OperatorEvent; endUs: number }[] = [];
  const own = events
    .map((event) => ({ event: { ...event }, endUs: event.atUs + event.durationUs }))
    .toSorted((a, b) => a.event.atUs - b.event.atUs || b.endUs - a.endUs);
  for (const { event, endUs } of own) {
    while (open.length > 0 && open.at(-1)!.endUs <= event.atUs) open.pop();
    const around = open.at(-1);
    if (around) around.event.durationUs = Math.max(0, around.event.durationUs - (endUs - event.atUs));
    open.push({ event, endUs });
  }
  return own.map(({ event }) => event);
}

/** How such events are kept: each of the texts once, then rows of places in them and times. */
const keptSchema = z.strictObject({
  texts: z.array(z.string()),
  rows: z.array(z.tuple([z.int(), z.int(), z.int(), z.number(), z.number()])),
});

export function packOperators(events: readonly OperatorEvent[]): Uint8Array {
  const places = new Map<string, number>();
  const place = (text: string) => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  };
  const rows = events.map(({ name, operator, provider, atUs, durationUs }) => [
    place(name),
    place(operator),
    place(provider),
    atUs,
    durationUs,
  ]);
  return Buffer.from(JSON.stringify({ texts: [...places.keys()], rows }));
}

export function unpackOperators(bytes: Uint8Array): OperatorEvent[] {
  const { texts, rows } = keptSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  return rows.map(([name, operator, provider, atUs, durationUs]) => ({
    name: texts[name] ?? "",
    operator: texts[operator] ?? "",
    provider: texts[provider] ?? "",
    atUs,
    durationUs,
  }));
}
