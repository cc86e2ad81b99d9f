import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { intervalOf, median } from "./compare.ts";
import { convolutionModel } from "./convolution-model.ts";
import type { Result } from "./result.ts";

const script = fileURLToPath(new URL("../scripts/patchbay.mjs", import.meta.url));
const refusing = fileURLToPath(new URL("refusing-endpoint.mjs", import.meta.url));
/** Small pictures and many channels: what is refused costs its reader little, and the client shares the machine. */
const SIDE_PX = 64;
const bytes = Buffer.alloc(3 * SIDE_PX ** 2 * 4);
const CHANNELS = 1_960;
const OVERLOAD = 4;
/** With them the process that computes always has the next one at hand. */
const CLIENTS = 4;
const WINDOW_MS = 2_000;
const ROUNDS = 8;
/** In times that one takes. */
const DEADLINE = 10;

/** L4: four times as many requests as can be answered, sent by the clock whatever becomes of them, against clients that wait their turn. */
async function overload(): Promise<Result> {
  return await withServers(async (url, refusingUrl) => {
    const agent = new Agent({ keepAlive: true });
    await answerInTurns(url, agent); // warms both ends up
    const ratios: number[] = [];
    const bestRatios: number[] = [];
    const refusedMs: number[] = [];
    const acceptedMs: number[] = [];
    let [capacityPerS, sent, late, withoutRetry] = [0, 0, 0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      capacityPerS = await answerInTurns(url, agent);
      const deadlineMs = (DEADLINE * 1_000) / capacityPerS;
      const refusedPerS = (OVERLOAD - 1) * capacityPerS;
      const [besideRefused] = await Promise.all([
        answerInTurns(url, agent),
        sendByTheClock(refusingUrl, agent, { perS: refusedPerS, deadlineMs }),
      ]);
      bestRatios.push(besideRefused / capacityPerS);
      const answers = await sendByTheClock(url, agent, { perS: OVERLOAD * capacityPerS, deadlineMs });
      const inTime = answers.filter(({ status, tookMs }) => status === 200 && tookMs <= deadlineMs);
      ratios.push((inTime.length * 1_000) / answers.at(-1)!.endedMs / capacityPerS);
      const refused = answers.filter(({ status }) => status === 429 || status === 503);
      withoutRetry += refused.filter(({ retryAfter }) => !(Number(retryAfter) >= 1)).length;
      sent += answers.length;
      late += answers.length - refused.length - inTime.length;
      refusedMs.push(...refused.map(({ tookMs }) => tookMs));
      acceptedMs.push(...inTime.map(({ tookMs }) => tookMs));
    }
    agent.destroy();
    if (withoutRetry > 0) throw new Error(`${withoutRetry} refusals did not say when to come back.`);
    const [low, high] = intervalOf(ratios);
    const best = intervalOf(bestRatios)
      .map((end) => end.toFixed(2))
      .join("–");
    const refusedPart = `${Math.round((refusedMs.length / sent) * 100)} % refused with Retry-After, p50 ${median(refusedMs).toFixed(1)} ms, and ${late} let in but late`;
    return {
      id: "L4",
      what: "answered in time at four times the capacity ÷ the capacity",
      figure: `${median(ratios).toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`,
      must: "≥ 0.90",
      aim: "0.95",
      isMet: median(ratios) >= 0.9,
      how: `${Math.round(bytes.length / 1_000)} KB each, sent from the same machine; deadline ${DEADLINE} times what one takes; capacity ${capacityPerS.toFixed(0)} a second with ${CLIENTS} clients; of ${sent} sent ${refusedPart}; answered in p50 ${median(acceptedMs).toFixed(0)} ms; with the refused part sent to an endpoint that only refuses ${median(bestRatios).toFixed(2)} [${best}]; ${ROUNDS} rounds of ${WINDOW_MS / 1_000} s each`,
    };
  });
}

type Answer = { status: number; retryAfter: string | undefined; tookMs: number; endedMs: number };

/** How many a second are answered to clients that each wait for the answer before they send the next. */
async function answerInTurns(url: string, agent: Agent): Promise<number> {
  const from = performance.now();
  let count = 0;
  const client = async () => {
    while (performance.now() - from < WINDOW_MS) {
      const { status } = await ask(url, agent, { from, deadlineMs: 60_000 });
      if (status !== 200) throw new Error(`The server answered ${status}.`);
      count++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (count * 1_000) / (performance.now() - from);
}

/** All answers, in the order in which they came. */
async function sendByTheClock(
  url: string,
  agent: Agent,
  { perS, deadlineMs }: { perS: number; deadlineMs: number },
): Promise<Answer[]> {
  const from = performance.now();
  const open: Promise<Answer>[] = [];
  for (let sinceMs = 0; sinceMs < WINDOW_MS; sinceMs = performance.now() - from) {
    while (open.length < (sinceMs / 1_000) * perS) open.push(ask(url, agent, { from, deadlineMs }));
    await delay(1);
  }
  return (await Promise.all(open)).sort((a, b) => a.endedMs - b.endedMs);
}

function ask(url: string, agent: Agent, { from, deadlineMs }: { from: number; deadlineMs: number }): Promise<Answer> {
  const input = {
    name: "x",
    shape: [1, 3, SIDE_PX, SIDE_PX],
    datatype: "FP32",
    parameters: { binary_data_size: bytes.length },
  };
  const parameters = { binary_data_output: true, timeout: Math.round(deadlineMs * 1_000) };
  const head = Buffer.from(JSON.stringify({ inputs: [input], parameters }));
  const headers = { "Inference-Header-Content-Length": head.length, "Content-Length": head.length + bytes.length };
  const sentAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: "POST", agent, headers }, (response) => {
      response.resume().once("end", () => {
        const endedAt = performance.now();
        const { statusCode: status = 0, headers: got } = response;
        resolve({ status, retryAfter: got["retry-after"], tookMs: endedAt - sentAt, endedMs: endedAt - from });
      });
    });
    request.on("error", reject);
    request.write(head);
    request.end(bytes);
  });
}

/** Each in a process of its own: `serve` as it is started, and one that refuses everything. */
async function withServers<T>(work: (url: string, refusingUrl: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  const modelFile = path.join(folder, "convolutions.onnx");
  writeFileSync(modelFile, convolutionModel({ channels: CHANNELS, sidePx: SIDE_PX }));
  const ports = ["--http-port", "0", "--grpc-port", "0", "--metrics-port", "0"];
  const child = spawn(process.execPath, [script, "serve", modelFile, ...ports, "--json"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const other = spawn(process.execPath, [refusing], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [port] = (await once(other.stdout.setEncoding("utf8"), "data")) as [string];
    const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    const { http } = JSON.parse(line) as { http: string };
    return await work(`${http}/v2/models/convolutions/infer`, `http://127.0.0.1:${Number(port)}/`);
  } finally {
    other.kill();
    child.kill("SIGTERM");
    await once(child, "exit");
    rmSync(folder, { recursive: true, force: true });
  }
}

export const overloadBenches = [overload];
