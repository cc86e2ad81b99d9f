import { execFileSync, fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compare } from "./compare.ts";
import { compile, execute, graphOf } from "./executor.bench.ts";
import type { Result } from "./result.ts";

const VERSION = "4.1.8";
const NODES = 1_000;
const childScript = fileURLToPath(new URL("node-red-chain.mjs", import.meta.url));

/**
 * The same chain in our executor and in Node-RED's runtime, each with its cheapest node that adds one. Node-RED is fetched
 * from npm into a temporary folder; it is no dependency of Patchbay.
 */
async function chainAgainstNodeRed(): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-node-red-"));
  writeFileSync(path.join(folder, "package.json"), "{}");
  const packages = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", `node-red@${VERSION}`];
  execFileSync("npm", ["install", ...packages], { cwd: folder, shell: process.platform === "win32" });
  const child = fork(childScript, [folder, String(NODES)]);
  try {
    await answerOf(child);
    const plan = compile(graphOf("chain", NODES));
    const ours = async () => lastValue(await execute(plan));
    const control = async () => {
      child.send("go");
      return (await answerOf(child)).result;
    };
    const values = [await ours(), await control()];
    if (values.some((value) => value !== NODES)) throw new Error(`The chains give ${values.join(" and ")}.`);
    const { oursMs, controlMs, ratio, interval } = await compare(ours, control, { rounds: 60, warmUps: 20 });
    const perNode = (ms: number) => `${((ms / NODES) * 1_000).toFixed(2)} µs`;
    return {
      id: "N1",
      what: `chain of ${NODES.toLocaleString("en")} nodes ÷ Node-RED ${VERSION}`,
      figure: `${ratio.toFixed(2)} [${interval[0].toFixed(2)}–${interval[1].toFixed(2)}]`,
      must: "–",
      aim: "–",
      isMet: true,
      how: `ours ${perNode(oursMs)} a node with events and a record of every value, Node-RED ${perNode(controlMs)} without either; 60 pairs`,
    };
  } finally {
    child.kill();
    await once(child, "exit");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answerOf(child: ChildProcess): Promise<{ result: number }> {
  const [message] = (await once(child, "message")) as [{ result: number }];
  return message;
}

function lastValue(events: Awaited<ReturnType<typeof execute>>): unknown {
  const last = events.findLast((event) => event.type === "step.finished");
  const value = last?.outputs.value;
  return value && "inline" in value ? value.inline : undefined;
}

export const nodeRedBenches = [chainAgainstNodeRed];
