/** What one side made of a text: from where to where it put in other words. */
type Edit = { from: number; to: number; words: string };

/**
 * A text that two sides went on with, where they did so at different places; null where both changed the same words. Of what both
 * put in at one place mine comes last, so that a caret behind it stays there.
 */
export function mergeTexts(base: string, { mine, theirs }: { mine: string; theirs: string }): string | null {
  const [own, others] = [editOf(base, mine), editOf(base, theirs)];
  const [first, second] =
    own.to < others.from || (own.to === others.from && own.from < own.to) ? [own, others] : [others, own];
  if (first.to > second.from) return null;
  return (
    base.slice(0, first.from) + first.words + base.slice(first.to, second.from) + second.words + base.slice(second.to)
  );
}

/** Where a place of one text is in the other, which came of it by one edit. */
export function placeAfter(place: number, { before, after }: { before: string; after: string }): number {
  const { from, to, words } = editOf(before, after);
  if (place < from || (place === from && to > from)) return place;
  return place >= to ? place - (to - from) + words.length : from + words.length;
}

function editOf(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let kept = 0;
  while (kept < shorter - from && before[before.length - 1 - kept] === after[after.length - 1 - kept]) kept++;
  return { from, to: before.length - kept, words: after.slice(from, after.length - kept) };
}
