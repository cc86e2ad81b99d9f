import type { FactChange, ValueDifference } from "#graph/value-differences";
import type { AudioValue, FileValue, ModelRef } from "#graph/values";
import type { Closeness } from "./closeness.ts";
import { createElementsComparison } from "./compare-elements.ts";

export function compareAudio(
  a: AudioValue,
  b: AudioValue,
  { closeness }: { closeness?: Closeness | undefined } = {},
): ValueDifference {
  const facts = [
    ...factChange("Sample rate", `${a.sampleRate} Hz`, `${b.sampleRate} Hz`),
    ...factChange("Channels", String(a.channels), String(b.channels)),
    ...factChange("Samples", String(a.samples.length), String(b.samples.length)),
  ];
  const shared = Math.min(a.samples.length, b.samples.length);
  const comparison = createElementsComparison(["float32", "float32"], [shared], closeness);
  comparison.add({ a: a.samples, b: b.samples });
  const samples = comparison.result();
  if (facts.length === 0 && samples.differing === 0) return { kind: "same", how: "values" };
  return { kind: "audio", facts, samples };
}

/** What a file is called and how large it is. Its bytes have no places that could be compared. */
export function compareFiles(a: FileValue, b: FileValue): ValueDifference {
  const isSame = Buffer.compare(a.bytes, b.bytes) === 0;
  const facts = [
    ...factChange("Name", a.name, b.name),
    ...factChange("Type", a.mediaType, b.mediaType),
    ...factChange("Size", `${a.bytes.length} bytes`, `${b.bytes.length} bytes`),
    ...(isSame ? [] : [{ fact: "Content", ...firstByte(a.bytes, b.bytes) }]),
  ];
  return facts.length === 0 ? { kind: "same", how: "values" } : { kind: "file", facts };
}

export function compareModels(a: ModelRef, b: ModelRef): ValueDifference {
  const facts = [...factChange("Name", a.name, b.name), ...factChange("SHA-256", a.hash, b.hash)];
  return facts.length === 0 ? { kind: "same", how: "values" } : { kind: "file", facts };
}

function factChange(fact: string, a: string, b: string): FactChange[] {
  return a === b ? [] : [{ fact, a, b }];
}

function firstByte(a: Uint8Array, b: Uint8Array): { a: string; b: string } {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  const words = (bytes: Uint8Array) =>
    at < bytes.length ? `0x${bytes[at]!.toString(16).padStart(2, "0")} at byte ${at}` : `ends after ${at} bytes`;
  return { a: words(a), b: words(b) };
}
