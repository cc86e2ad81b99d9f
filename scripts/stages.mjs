// The checks of `npm run verify` and `npm test`, each with the command that runs it alone.
import { countConformance, countPlaywright, countVitest } from "./run-stages.mjs";

export const quickStages = [
  {
    name: "format",
    command: ["node", "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."],
  },
  { name: "lint and import directions", command: ["node", "node_modules/oxlint/bin/oxlint", "--type-aware"] },
  { name: "types", command: ["node", "node_modules/typescript/bin/tsc", "-p", "."] },
  { name: "workflow schema is current", command: ["node", "scripts/write-workflow-schema.ts", "--check"] },
  { name: "migrations match the schema", command: ["node", "scripts/check-migrations.mjs"] },
  {
    name: "unit and property tests",
    command: ["node", "node_modules/vitest/vitest.mjs", "run", "graph/", "nodes/", "components/", "scripts/"],
    count: countVitest,
  },
];

/** A half of the journeys, on a server of its own. Alone it leaves a third of two processors idle, waiting for pages. */
function journeys(half, port) {
  return {
    name: `end to end in Chromium, half ${half}`,
    command: ["node", "node_modules/@playwright/test/cli.js", "test", `--shard=${half}/2`],
    env: { PATCHBAY_E2E_PORT: String(port) },
    after: ["production build"],
    beside: "journeys",
    count: countPlaywright,
  };
}

/**
 * They wait for processes and browsers that they start, with limits to how long: on few processors one at a time but for the
 * journeys, or each takes from the others what they wait for. What others need comes first.
 */
export const slowStages = [
  { name: "production build", command: ["node", "scripts/build-for-tests.ts"] },
  {
    name: "server tests on Postgres, ONNX Runtime and DuckDB",
    command: ["node", "node_modules/vitest/vitest.mjs", "run", "server/", "templates/", "app/"],
    count: countVitest,
  },
  journeys(1, 4719),
  journeys(2, 4729),
  {
    name: "ONNX's own tests, in process and over HTTP",
    command: ["node", "scripts/check-onnx-stage.mjs"],
    count: countConformance,
  },
  { name: "nothing is lost under load", command: ["node", "scripts/check-load.ts"] },
  {
    name: "browser bundle holds no server code",
    command: ["node", "scripts/check-bundle.mjs"],
    after: ["production build"],
  },
];
