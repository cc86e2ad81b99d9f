// What every entry point of the repository does first, in plain JavaScript that any Node from 18 on can run:
// go on under Node 24, and install the packages when they are missing or older than the lock file.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import nodeModule, { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { whileLocked } from "./while-locked.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
const NEEDED_MAJOR = 24;
/** The first that tells how long a thread has computed. */
const NEEDED_MINOR = 6;

process.env.ORT_DISABLE_TELEMETRY = "1";
process.env.NEXT_TELEMETRY_DISABLED = "1";

// What has been compiled once is kept, which halves the time that a command takes to start. Of no use to engines: nothing
// that others run later may be written by them, so the variable is not in their environment.
process.env.NODE_COMPILE_CACHE ??= path.join(root, "node_modules", ".cache", "node");
if (existsSync(path.join(root, "node_modules"))) nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

/**
 * Gives true when this process may go on. On an older Node it runs the same command again under Node 24 from npm,
 * passes signals on, and ends with its exit code.
 */
export async function ensureNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > NEEDED_MAJOR || (major === NEEDED_MAJOR && minor >= NEEDED_MINOR)) return true;
  if (process.env.PATCHBAY_RERUN) {
    console.error(
      `Patchbay needs Node ${NEEDED_MAJOR}.${NEEDED_MINOR}; npm brought ${process.versions.node}. Install Node ${NEEDED_MAJOR} from https://nodejs.org and try again.`,
    );
    process.exit(1);
  }
  // The platform's own package: "node@24" needs an install script and silently leaves the old Node where those are off.
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}@${NEEDED_MAJOR}`;
  if (!process.argv.includes("--json"))
    console.error(`Node ${process.versions.node} is too old: going on under Node ${NEEDED_MAJOR} from npm.`);
  const command = ["node", ...process.argv.slice(1)].map(quote).join(" ");
  // A caller's own settings of npm must not leak into what this runs, nor a hidden `--prefix`.
  const code = await run("npx", ["-y", "-p", name, "-c", command], {
    env: { ...process.env, PATCHBAY_RERUN: String(process.pid) },
  });
  process.exit(code);
}

function quote(argument) {
  if (process.platform === "win32") return `"${argument.replaceAll('"', '\\"')}"`;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

/** Installs exactly what the lock file names, once per lock file; of processes that start at once, one does. */
export async function ensureInstalled({ quiet = false } = {}) {
  const lock = sha256(readFileSync(path.join(root, "package-lock.json")));
  const marker = path.join(root, "node_modules", ".patchbay-lock");
  const isInstalled = () => existsSync(marker) && readFileSync(marker, "utf8") === lock;
  if (isInstalled()) return;
  // Not in node_modules: npm ci removes that first.
  const waiting = path.join(tmpdir(), `patchbay-install-${sha256(root).slice(0, 16)}`);
  await whileLocked(waiting, async () => {
    if (!isInstalled()) await install({ quiet });
    writeFileSync(marker, lock);
  });
}

const sha256 = (content) => createHash("sha256").update(content).digest("hex");

async function install({ quiet }) {
  if (!quiet) console.error("Installing packages (once, about a minute) …");
  const code = await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"],
    // Otherwise the postinstall of onnxruntime-node wants CUDA libraries from another host.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" },
  });
  if (code !== 0) {
    console.error("npm ci failed: see its message above. Patchbay needs the npm registry for its first start.");
    process.exit(code || 1);
  }
}

/** Runs a command to its end with this terminal; gives its exit code. Signals that reach us reach it as well. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "inherit", shell: process.platform === "win32", ...options });
    const pass = (signal) => child.kill(signal);
    process.on("SIGINT", pass).on("SIGTERM", pass);
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on("exit", (code, signal) => {
      process.off("SIGINT", pass).off("SIGTERM", pass);
      resolve(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}

export const require = createRequire(import.meta.url);
