import { formatCount, formatQuantity } from "../ui/format-number.ts";
import type { TestList } from "./use-tests.ts";

/** How the tests stand on the newest version, in a sentence. */
export function standingSentence({ tests, newestVersion }: Pick<TestList, "tests" | "newestVersion">): string {
  const states = tests.map(
    ({ results }) => results.find(({ version }) => version === newestVersion)?.state ?? "not-run",
  );
  const countOf = (wanted: (typeof states)[number]) => states.filter((state) => state === wanted).length;
  const passed = countOf("passed");
  if (passed === tests.length) {
    return tests.length === 1
      ? `The test passes on version ${newestVersion}, the newest.`
      : `All ${formatCount(passed)} tests pass on version ${newestVersion}, the newest.`;
  }
  const rest = [
    ["failed", "failed"],
    ["error", "could not be judged"],
    ["running", "under way"],
    ["not-run", "not run yet"],
  ] as const;
  const parts = rest.flatMap(([state, words]) =>
    countOf(state) > 0 ? [`${formatCount(countOf(state))} ${words}`] : [],
  );
  return `Version ${newestVersion}, the newest: ${formatCount(passed)} of ${formatQuantity(tests.length, "test")} passed, ${parts.join(", ")}.`;
}
