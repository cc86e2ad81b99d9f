/** Where and why a text is no JSON, as a sentence; null when it is. */
export function jsonErrorText(text: string): string | null {
  if (text.trim() === "") return null;
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const position = /position (\d+)/.exec(message)?.[1];
    // At the end of the text V8 names no position.
    const at = position === undefined ? text.length : Number(position);
    const before = text.slice(0, at).split("\n");
    const found = text[at] === undefined ? "the end of the text" : `"${text[at]}"`;
    return `Line ${before.length}, column ${before.at(-1)!.length + 1}: ${found} is not expected in JSON there.`;
  }
}
