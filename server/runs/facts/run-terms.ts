import "#server-only";
import { MAX_NOTE_CHARACTERS } from "../../../graph/run-labels.ts";
import { wordsIn } from "../../../graph/run-query/words-in.ts";
import { shownText } from "../../values/storable-text.ts";

/** Longer texts are no small values: they are not searched. */
export const MAX_VALUE_CHARACTERS = 200;
/** Of a run: what a hostile workflow may put into the index. */
export const MAX_TERMS = 400;

type Side = "input" | "output";

/**
 * How what a run is stands in `run_terms`: a letter for what it is, then the thing itself. Those who write a term and those
 * who look for it build it here.
 */
export const runTerm = {
  trigger: (trigger: string) => `g:${trigger}`,
  starter: (id: string) => `p:${id}`,
  batch: (id: string) => `b:${id}`,
  model: (hash: string) => `m:${hash}`,
  device: (device: string) => `d:${device.toLowerCase()}`,
  tag: (tag: string) => `t:${tag}`,
  errorWord: (word: string) => `e:${word}`,
  noteWord: (word: string) => `n:${word}`,
  /** Of its error, its note or its tags. */
  anyWord: (word: string) => `w:${word}`,
  value: (side: Side, name: string, text: string) => `${side[0]}:${name}=${text.toLowerCase()}`,
};

/** By which `run_numbers` knows an input or output. */
export const numberName = (side: Side, name: string) => `${side[0]}:${name}`;

/** Both parts of a device such as "webgpu + cpu". */
export function deviceTerms(device: string): string[] {
  return device.split("+").map((one) => runTerm.device(one.trim()));
}

export function devicesIn(terms: readonly string[]): string[] {
  const prefix = runTerm.device("");
  return terms.flatMap((term) => (term.startsWith(prefix) ? [term.slice(prefix.length)] : [])).toSorted();
}

export function errorTerms(message: string): string[] {
  return wordsIn(shownText(message, 2_000)).flatMap((word) => [runTerm.errorWord(word), runTerm.anyWord(word)]);
}

/** What people say of a run, which may change at any time. */
export function labelTerms({ tags, note }: { tags: readonly string[]; note: string }): string[] {
  return [
    ...tags.flatMap((tag) => [runTerm.tag(tag), ...wordsIn(tag).map(runTerm.anyWord)]),
    // All of it: somebody wrote it to find the run again.
    ...wordsIn(note, MAX_NOTE_CHARACTERS).flatMap((word) => [runTerm.noteWord(word), runTerm.anyWord(word)]),
  ];
}

/** The terms of a run that is labelled anew. Words of its error stay, also those that its label had too. */
export function withLabels(terms: readonly string[], label: { tags: readonly string[]; note: string }): string[] {
  const before = [runTerm.tag(""), runTerm.noteWord(""), runTerm.anyWord("")];
  const kept = terms.filter((term) => !before.some((prefix) => term.startsWith(prefix)));
  const errorWord = runTerm.errorWord("");
  const ofError = kept.flatMap((term) =>
    term.startsWith(errorWord) ? [runTerm.anyWord(term.slice(errorWord.length))] : [],
  );
  return [...new Set([...kept, ...ofError, ...labelTerms(label)])];
}
