const MAX_WORDS = 120;
const MAX_LENGTH = 64;

/** The different words of a text in lower case: runs of letters and digits, in the order in which they stand, the first 120 or `most`. */
export function wordsIn(text: string, most = MAX_WORDS): string[] {
  const found = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    found.add(word.slice(0, MAX_LENGTH));
    if (found.size === most) break;
  }
  return [...found];
}
