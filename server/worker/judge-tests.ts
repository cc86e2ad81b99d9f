import "#server-only";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";
import { createValueReader } from "../values/reader/value-reader.ts";
import { judgeResults } from "../workflow-tests/judge-results.ts";
import { startBackgroundWork, type BackgroundWork } from "./background-work.ts";

/** Longer than the judging of a list goes on. */
const DEADLINE_MS = 120_000;

/**
 * Judges the results of tests once their runs are over, whoever ran them: soon after a bell, else with the next look. What
 * it reads for that is read in a confined child, as web does it.
 */
export function startTestJudge({
  database,
  artifacts,
  everyMs,
  onLog,
}: {
  database: Database;
  artifacts: ArtifactStore;
  everyMs: number;
  onLog: (message: string) => void;
}): BackgroundWork {
  const valueReader = createValueReader({ deadlineMs: DEADLINE_MS });
  const judging = startBackgroundWork({
    everyMs,
    work: async () => void (await judgeResults({ database, artifacts, valueReader, onLog })),
    failed: "Results of tests were not judged; tried again soon",
    onLog,
  });
  return {
    wake: judging.wake,
    stop: async () => {
      // What is being read ends with its reader.
      const stopped = judging.stop();
      valueReader.close();
      await stopped;
    },
  };
}
