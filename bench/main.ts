import { writeFileSync } from "node:fs";
import { arch, cpus, platform, release } from "node:os";
import { cacheBenches } from "./cache.bench.ts";
import { canvasBenches } from "./canvas.bench.ts";
import { canvasSizeBenches } from "./canvas-size.bench.ts";
import { executorBenches } from "./executor.bench.ts";
import { inferenceBenches } from "./inference.bench.ts";
import { lagBenches } from "./lag.bench.ts";
import { nodeRedBenches } from "./node-red.bench.ts";
import { overloadBenches } from "./overload.bench.ts";
import { queueBenches } from "./queue.bench.ts";
import type { Result } from "./result.ts";
import { runChartsBenches } from "./run-charts.bench.ts";
import { runListBenches } from "./run-list.bench.ts";
import { runPageBenches } from "./run-page.bench.ts";
import { servingBenches } from "./serving.bench.ts";
import { startBenches } from "./start.bench.ts";
import { tableBenches } from "./tables.bench.ts";

/** Measures every budget and writes bench/results.md. `npm run bench -- P1 P3` measures those alone and only prints. */
const wanted = new Set(process.argv.slice(2));
const names: Record<string, () => Promise<Result>> = Object.fromEntries([
  ...["P1", "P2", "P3"].map((id, index) => [id, executorBenches[index]!]),
  ...["P4", "P6", "P10"].map((id, index) => [id, inferenceBenches[index]!]),
  ...["P5", "P5g"].map((id, index) => [id, servingBenches[index]!]),
  ["L4", overloadBenches[0]!],
  ["P7", cacheBenches[0]!],
  ["P8", queueBenches[0]!],
  ["P9", lagBenches[0]!],
  ["P11", canvasBenches[0]!],
  ["P12", canvasSizeBenches[0]!],
  ["P13", tableBenches[0]!],
  ["P14", startBenches[0]!],
  ...["P15", "P15s"].map((id, index) => [id, runListBenches[index]!]),
  ["P16", runPageBenches[0]!],
  ["P17", runChartsBenches[0]!],
  ["N1", nodeRedBenches[0]!],
]);

const results: Result[] = [];
for (const [id, bench] of Object.entries(names)) {
  if (wanted.size > 0 && !wanted.has(id)) continue;
  const result = await bench();
  results.push(result);
  console.log(
    `${result.isMet ? "✓" : "✗"} ${result.id} ${result.what}: ${result.figure} (must ${result.must}, aim ${result.aim})`,
  );
}

if (wanted.size === 0) {
  const rows = results.map(
    ({ id, what, figure, must, aim, isMet, how }) =>
      `| ${id} | ${what} | ${figure} | ${must} | ${aim} | ${isMet ? "yes" : "**no**"} | ${how} |`,
  );
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${platform()} ${release()} ${arch()}, Node ${process.versions.node}`;
  const text = `# Measured

Made by \`npm run bench\`. Ratios are ours ÷ control, interleaved in one process and one minute; brackets hold the 95 % interval of the
median. The machine is shared, so absolute times move; ratios are what to compare.

Machine: ${machine}

| # | what | figure | must | aim | met | how |
|---|---|---|---|---|---|---|
${rows.join("\n")}
`;
  writeFileSync(new URL("results.md", import.meta.url), text);
}
