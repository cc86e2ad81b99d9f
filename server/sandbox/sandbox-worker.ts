import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import releaseSync from "@jitl/quickjs-ng-wasmfile-release-sync";
import { newVariant } from "quickjs-emscripten-core";
import { evaluateGuarded } from "#nodes/evaluate-guarded";
import type { SandboxRequest } from "#nodes/sandbox-protocol";

/** Entry of the sandbox's thread. */
const wasmPath = createRequire(import.meta.url).resolve("@jitl/quickjs-ng-wasmfile-release-sync/wasm");
const variant = newVariant(releaseSync, { wasmModule: WebAssembly.compile(readFileSync(wasmPath)) });

parentPort?.on("message", (request: SandboxRequest) => {
  void evaluateGuarded(variant, request).then((reply) => parentPort?.postMessage(reply));
});
