/** The first of some problems as a sentence, and how many there are beside it. */
export function firstProblem(messages: readonly string[]): string {
  const [first = "Something is wrong", ...others] = messages;
  const sentence = /[.!?]$/.test(first) ? first : `${first}.`;
  if (others.length === 0) return sentence;
  return `${sentence} ${others.length === 1 ? "There is 1 more problem." : `There are ${others.length} more problems.`}`;
}
