import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import releaseSync from "@jitl/quickjs-ng-wasmfile-release-sync";
import { newVariant } from "quickjs-emscripten-core";
import { evaluateGuarded } from "#nodes/evaluate-guarded";
import { type SandboxRequest, THREAD_IS_READY } from "#nodes/sandbox-protocol";

/** Entry of the sandbox's thread. */
const wasmPath = createRequire(import.meta.url).resolve("@jitl/quickjs-ng-wasmfile-release-sync/wasm");
const wasmModule = await WebAssembly.compile(readFileSync(wasmPath));
const variant = newVariant(releaseSync, { wasmModule });

parentPort?.on("message", (request: SandboxRequest) => {
  void evaluateGuarded(variant, request, computedMs).then((reply) => parentPort?.postMessage(reply));
});
parentPort?.postMessage(THREAD_IS_READY);

/** An expression cannot wait, so what counts is how long it computes: that the machine is busy is not its fault. */
function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
