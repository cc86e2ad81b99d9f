import releaseSync from "@jitl/quickjs-ng-wasmfile-release-sync";
import { evaluateGuarded } from "#nodes/evaluate-guarded";
import type { SandboxRequest } from "#nodes/sandbox-protocol";

/** Entry of the preview's thread in the browser: QuickJS as in the engine, so the expression reaches nothing of the page. */
addEventListener("message", ({ data }: MessageEvent<SandboxRequest>) => {
  void evaluateGuarded(releaseSync, data).then((reply) => postMessage(reply));
});
