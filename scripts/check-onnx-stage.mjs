// The conformance stage of `npm test`: ONNX's own tests through the model store and through a running `serve`. Installs Debian's
// package of them where that is possible, and says why it is skipped where it is not.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { root } from "./bootstrap.mjs";

const packaged = "/usr/share/libonnx-testdata/data";
const tests = process.env.PATCHBAY_ONNX_TESTS ?? findPackaged();
if (typeof tests !== "string") {
  console.log(`skipped: ${tests.reason}`);
  process.exit(0);
}
const failed = [[], ["--http"]].filter((form) => {
  const args = ["scripts/check-onnx-conformance.ts", ...form, "--known", "scripts/onnx-conformance-failures.txt"];
  const env = { ...process.env, PATCHBAY_ONNX_TESTS: tests };
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: "inherit" });
  return status !== 0;
});
process.exit(failed.length > 0 ? 1 : 0);

/** @returns {string | {reason: string}} */
function findPackaged() {
  if (existsSync(packaged)) return packaged;
  const advice = "Install it, or set PATCHBAY_ONNX_TESTS to a folder of the ONNX tests.";
  if (process.getuid?.() !== 0)
    return { reason: `libonnx-testdata is not installed, and only root can install it. ${advice}` };
  try {
    const quiet = { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
    execFileSync("apt-get", ["update"], { ...quiet, timeout: 60_000 });
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "libonnx-testdata"], {
      ...quiet,
      timeout: 120_000,
    });
  } catch {
    return { reason: `apt-get cannot install libonnx-testdata here. ${advice}` };
  }
  return existsSync(packaged) ? packaged : { reason: `libonnx-testdata has no ${packaged} here. ${advice}` };
}
