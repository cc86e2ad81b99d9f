// Runs the public ONNX backend tests and prints what passed, and why the others did not.
//
//   PATCHBAY_ONNX_TESTS=<folder> node scripts/check-onnx-conformance.ts [--http] [--known <list>] [part of a name …]
//
// They run through the model store, or with --http through a running `serve`. docs/onnx-conformance.md says where the folder comes
// from. The exit code is 1 when a process died or a test cannot be read, and with --known when a case is not as its list says.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { CaseResult } from "../server/inference/conformance/conformance-case.ts";
import { findCases } from "../server/inference/conformance/find-cases.ts";
import { judgeResults, readKnownFailures } from "../server/inference/conformance/judge-results.ts";
import { runCases } from "../server/inference/conformance/run-cases.ts";
import { runServedCases } from "../server/serving/conformance/run-served-cases.ts";

const titles = {
  "refused-by-reader": "Refused by our reader",
  "refused-by-check": "Refused by the model store",
  "not-in-runtime": "Not supported by ONNX Runtime",
  differs: "Result differs",
  crashed: "Crashed",
  broken: "Test cannot be read",
  skipped: "Skipped",
};

const folder = process.env.PATCHBAY_ONNX_TESTS;
if (!folder) throw new Error("PATCHBAY_ONNX_TESTS is not set. Give it the folder of the ONNX tests.");
const { values: options, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: { http: { type: "boolean", default: false }, known: { type: "string" } },
});
const all = await findCases(folder);
const cases = all.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
if (cases.length === 0) {
  throw new Error(
    `PATCHBAY_ONNX_TESTS (${folder}) holds ${all.length} cases, and none to run. Give it another folder.`,
  );
}

const results: CaseResult[] = [];
for await (const result of options.http ? runServedCases(cases) : runCases(cases)) {
  results.push(result);
  if (process.stderr.isTTY) process.stderr.write(`\r${results.length} of ${cases.length}`);
}
print(results);
const isBroken = results.some((one) => one.outcome === "failed" && /^(crashed|broken)$/.test(one.group));
const surprises = options.known === undefined ? [] : judge(options.known);
if (surprises.length > 0) console.log(`\nNot as known:\n${surprises.map((one) => `  ${one}`).join("\n")}`);
process.exitCode = isBroken || surprises.length > 0 ? 1 : 0;

/** Other releases of the tests have other cases, of which the list knows nothing. */
function judge(file: string): string[] {
  const known = readKnownFailures(readFileSync(file, "utf8"));
  if (known.caseCount === all.length) return judgeResults(results, known);
  console.log(
    `\nThe list of known failures is about ${known.caseCount} cases; there are ${all.length}, so it is not used.`,
  );
  return [];
}

function print(all: readonly CaseResult[]) {
  for (const [key, title] of Object.entries(titles)) {
    const own = all.flatMap((one) => {
      if (one.outcome === "passed" || (one.outcome === "failed" ? one.group : "skipped") !== key) return [];
      const rule = one.outcome === "failed" && one.rule !== undefined ? `[${one.rule}] ` : "";
      return [`  ${one.name}: ${rule}${one.reason}`];
    });
    if (own.length > 0) console.log(`\n${title}: ${own.length}\n${own.join("\n")}`);
  }
  const count = (outcome: CaseResult["outcome"]) => all.filter((one) => one.outcome === outcome).length;
  console.log(`\n${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped of ${all.length}.`);
}
