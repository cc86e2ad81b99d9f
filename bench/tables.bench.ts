import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { finished } from "node:stream/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { intervalOf, median } from "./compare.ts";
import type { Result } from "./result.ts";

const ROWS = 1_000_000;
const COLUMNS = 13;
const ROUNDS = 7;
const program = path.join(import.meta.dirname, "score-table.ts");

/** P13: a table of a million rows scored by the nodes, against the same by hand. */
async function scoreTable(): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  try {
    const [input, ours, control] = ["in.csv", "ours.csv", "control.csv"].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeTable(input);
    const pairs = Array.from({ length: ROUNDS }, (_, round) => {
      const first = round % 2 === 0 ? score("ours", input, ours) : score("control", input, control);
      const second = round % 2 === 0 ? score("control", input, control) : score("ours", input, ours);
      return round % 2 === 0 ? { ours: first, control: second } : { ours: second, control: first };
    });
    await requireSame(ours, control);
    const ratios = pairs.map((pair) => pair.control.ms / pair.ours.ms);
    const peak = Math.max(...pairs.map((pair) => pair.ours.peakBytes)) / 1e6;
    const ratio = median(ratios);
    const [low, high] = intervalOf(ratios);
    const seconds = (of: "ours" | "control") => (median(pairs.map((pair) => pair[of].ms)) / 1_000).toFixed(1);
    return {
      id: "P13",
      what: "score a CSV of 1,000,000 rows: throughput ÷ DuckDB and a bare session by hand; peak memory",
      figure: `${ratio.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}], ${peak.toFixed(0)} MB`,
      must: "≥ 0.85, ≤ 600 MB",
      aim: "0.95",
      isMet: ratio >= 0.85 && peak <= 600,
      how: `13 columns, the wine classifier, read, scored and written as CSV in processes of their own; outputs compared; ours ${seconds("ours")} s, by hand ${seconds("control")} s; ${ROUNDS} pairs`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeTable(file: string): Promise<void> {
  const out = createWriteStream(file);
  out.write(`${Array.from({ length: COLUMNS }, (_, column) => `f${column}`).join(",")}\n`);
  let state = 7;
  const cell = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ((state / 2 ** 32) * 10).toFixed(3);
  };
  for (let row = 0; row < ROWS; row += 1_000) {
    const lines = Array.from({ length: 1_000 }, () => Array.from({ length: COLUMNS }, cell).join(","));
    if (!out.write(`${lines.join("\n")}\n`)) await once(out, "drain");
  }
  out.end();
  await finished(out);
}

function score(way: "ours" | "control", input: string, output: string): { ms: number; peakBytes: number } {
  const printed = execFileSync(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    program,
    way,
    input,
    output,
  ]);
  return JSON.parse(printed.toString()) as { ms: number; peakBytes: number };
}

async function requireSame(ours: string, control: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const differs = [0, 1, 2].map(
    (index) => `abs(a.probabilities_cultivar_${index} - b.probabilities_cultivar_${index}) > 1e-5`,
  );
  const reader = await connection.runAndReadAll(
    `select count(*), count(*) filter (where a.label <> b.label or a.f0 <> b.f0 or ${differs.join(" or ")})
     from read_csv('${ours}') a positional join read_csv('${control}') b`,
  );
  const [rows, different] = reader.getRows()[0]!.map(Number);
  if (rows !== ROWS || different !== 0) throw new Error(`Of ${rows} rows, ${different} differ.`);
}

export const tableBenches = [scoreTable];
