// Runs the public ONNX backend tests through the model store and prints what passed, and why the others did not.
//
//   PATCHBAY_ONNX_TESTS=<folder> node scripts/check-onnx-conformance.ts [part of a name …]
//
// docs/onnx-conformance.md says where the folder comes from. The exit code is 1 when a process died or a test cannot be read.
import type { CaseResult } from "../server/inference/conformance/conformance-case.ts";
import { findCases } from "../server/inference/conformance/find-cases.ts";
import { runCases } from "../server/inference/conformance/run-cases.ts";

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
const parts = process.argv.slice(2);
const all = await findCases(folder);
const cases = all.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
if (cases.length === 0) {
  throw new Error(
    `PATCHBAY_ONNX_TESTS (${folder}) holds ${all.length} cases, and none to run. Give it another folder.`,
  );
}

const results: CaseResult[] = [];
for await (const result of runCases(cases)) {
  results.push(result);
  if (process.stderr.isTTY) process.stderr.write(`\r${results.length} of ${cases.length}`);
}
print(results);
process.exitCode = results.some((one) => one.outcome === "failed" && /^(crashed|broken)$/.test(one.group)) ? 1 : 0;

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
