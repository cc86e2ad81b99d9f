/** Names through which an expression comes to the time or to chance, and those that lead to every other name. */
const ways = /\b(?:Date|random|performance|Intl|globalThis|this|constructor|Function|eval|Reflect)\b|\\u/;

/**
 * Whether an expression among the params may give something else the next time. Told from its text: where one of these names
 * only stands in a text, the node runs more often than it had to.
 */
export function readsClockOrChance(params: Readonly<Record<string, unknown>>): boolean {
  return ways.test(JSON.stringify(params));
}
