import { fileURLToPath } from "node:url";
import { runDriverChild } from "./run-driver-child.ts";

export type ProofResult = {
  available: boolean;
  /** Why not, in the words of the runtime or its driver. */
  reason?: string;
  /** From loading the runtime to the first right product. */
  provedMs?: number;
  /** Of a product of two float32 matrices (1,024 × 1,024; 256 × 256 on slow devices), its copies to and from the device included. */
  gigaflops?: number;
  /** Gigabytes a second to the device and back, from negating 4,194,304 float32: 16.8 MB each way. */
  copyGigabytesPerS?: number;
};
export type AcceleratorReport = { device: string } & ProofResult;

const script = fileURLToPath(new URL("prove-device.ts", import.meta.url));
const TIME_LIMIT_MS = 20_000;
/** There is always one, so that it is slow says only that the machine is busy. */
const PROCESSOR_LIMIT_MS = 60_000;
const MAX_CARDS = 16;

const candidates: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ["tensorrt", "cuda", "webgpu", "cpu"],
  darwin: ["coreml", "webgpu", "cpu"],
  win32: ["cuda", "dml", "webgpu", "cpu"],
};

/**
 * Tries each execution provider that this platform may have, one after the other, each in a process of its own with a time
 * limit. What the runtime lists proves nothing: only a product that came back right does.
 */
export async function proveAccelerators(limits: { timeLimitMs?: number } = {}): Promise<AcceleratorReport[]> {
  const reports: AcceleratorReport[] = [];
  for (const device of candidates[process.platform] ?? ["cpu"]) {
    const timeLimitMs = limits.timeLimitMs ?? (device === "cpu" ? PROCESSOR_LIMIT_MS : TIME_LIMIT_MS);
    const report = { device, ...(await proveInChild(device, timeLimitMs)) };
    reports.push(report);
    if (device === "cuda" && report.available) reports.push(...(await proveFurtherCards(device, timeLimitMs)));
  }
  return reports;
}

/** The cards beside the first, "cuda:1" and on, up to the first number that there is no card of. */
async function proveFurtherCards(name: string, timeLimitMs: number): Promise<AcceleratorReport[]> {
  const reports: AcceleratorReport[] = [];
  for (let card = 1; card < MAX_CARDS; card++) {
    const device = `${name}:${card}`;
    const proof = await proveInChild(device, timeLimitMs);
    if (!proof.available) break;
    reports.push({ device, ...proof });
  }
  return reports;
}

/**
 * The devices that were proved, the fastest first: a driver in software answers as well, and is no acceleration. TensorRT
 * compiles each model for minutes, so it comes last and is taken only when it is named.
 */
export function devicesOf(reports: readonly AcceleratorReport[]): string[] {
  const speedOf = ({ device, gigaflops = 0 }: AcceleratorReport) => (device === "tensorrt" ? -1 : gigaflops);
  return reports
    .filter(({ available }) => available)
    .toSorted((a, b) => speedOf(b) - speedOf(a))
    .map(({ device }) => device);
}

async function proveInChild(device: string, timeLimitMs: number): Promise<ProofResult> {
  const { stdout, failure } = await runDriverChild(script, { args: [device], timeLimitMs });
  const line = stdout.trim().split("\n").at(-1) ?? "";
  if (line.startsWith("{")) return JSON.parse(line) as ProofResult;
  return { available: false, reason: failure ?? "The process that tried it said nothing." };
}
