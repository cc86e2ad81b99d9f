import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { keepLocalPostgres } from "../db/local-postgres/keep-local-postgres.ts";
import { startLocalPostgres } from "../db/local-postgres/start-local-postgres.ts";
import { stopLocalPostgres } from "../db/local-postgres/stop-local-postgres.ts";
import { migrateDatabase } from "../db/migrate-database.ts";
import { readEnv } from "../env.ts";
import { finishBuild, isBuildStale } from "./build-state.ts";
import { claimDataFolder, makeDataFolder, refuseSecondStart } from "./claim-data-folder.ts";
import { choosePort } from "./choose-port.ts";
import { endWithCaller } from "./end-with-parent.ts";
import { supervise } from "./supervise.ts";
import type { Supervised } from "./supervise.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

/** `npm start`: database, migrations, build, web and one worker, on this machine; all of it ends with this process. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const isDevelopment = process.argv.includes("--dev");
const startedAt = performance.now();

/** What has to be undone at the end, last things first. */
const cleanUps: (() => unknown)[] = [];
let isEnding = false;

process.on("SIGINT", () => void end(0));
process.on("SIGTERM", () => void end(0));
process.on("SIGHUP", () => void end(0));
endWithCaller(() => void end(0));

try {
  await startAll();
} catch (error) {
  console.error(`\nPatchbay could not start: ${error instanceof Error ? error.message : String(error)}`);
  await end(1);
}

async function startAll() {
  const env = readEnv();
  makeDataFolder(env.dataDir);

  refuseSecondStart(env.dataDir);
  const port = await choosePort({ host: env.host, port: env.port, isFixed: Boolean(process.env.PORT) });
  const address = `http://${env.host.includes(":") ? `[${env.host}]` : env.host}:${port}`;
  cleanUps.push(claimDataFolder(env.dataDir, address));
  const databaseUrl = env.databaseUrl ?? (await step("Database", () => startDatabase(env.dataDir)));
  await step("Migrations", () => migrateDatabase(databaseUrl));
  if (!isDevelopment && isBuildStale(root)) await step("Pages (built once, takes a minute)", buildPages);
  if (isEnding) return;

  const shared = { DATABASE_URL: databaseUrl, PATCHBAY_DATA: env.dataDir, HOST: env.host, PORT: String(port) };
  const web = isDevelopment
    ? ["node_modules/next/dist/bin/next", "dev", "-H", env.host, "-p", String(port)]
    : ["server/web.ts"];
  const processes = [
    launch("worker", { args: ["server/worker.ts"], env: shared }),
    launch("web", { args: web, env: shared }),
  ];
  cleanUps.push(() => Promise.all(processes.map((one) => one.stop())));

  await step("Web and worker", () => waitUntilReady(address, { isEnding: () => isEnding }));
  if (isEnding) return;
  console.log(
    `\nPatchbay is ready after ${seconds(startedAt)}: ${address}\nCtrl-C stops everything; the data stays in ${env.dataDir}`,
  );
}

async function startDatabase(dataDir: string): Promise<string> {
  const { url } = await startLocalPostgres(dataDir);
  // Also one that a killed start left running: this start is the only one on this data.
  cleanUps.push(() => stopLocalPostgres(dataDir));
  cleanUps.push(await keepLocalPostgres(dataDir, { url, onLog: (line) => console.error(line) }));
  return url;
}

/** What the build prints is shown only when it fails. */
async function buildPages() {
  const build = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  cleanUps.push(() => build.kill());
  let output = "";
  for (const stream of [build.stdout, build.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => build.once("exit", resolve));
  if (isEnding) return;
  if (code !== 0) throw new Error(`the pages could not be built.\n${output}`);
  await finishBuild(root);
}

function launch(name: string, { args, env }: { args: string[]; env: Record<string, string> }): Supervised {
  process.chdir(root);
  const file = path.join(root, args[0]!);
  return supervise(name, {
    args: [file, ...args.slice(1)],
    isQuiet: name === "web" && !isDevelopment,
    env: { ...env, NODE_ENV: isDevelopment ? "development" : "production" },
    onLog: (line) => console.error(line),
  });
}

async function step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const from = performance.now();
  const isTerminal = process.stdout.isTTY;
  if (isTerminal) process.stdout.write(`  … ${name}`);
  const result = await work();
  if (!isEnding) process.stdout.write(`${isTerminal ? "\r\u001b[K" : ""}  ✓ ${name} (${seconds(from)})\n`);
  return result;
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}

async function end(code: number) {
  if (isEnding) return;
  isEnding = true;
  if (code === 0) console.log("\nStopping …");
  for (const cleanUp of cleanUps.reverse()) {
    await Promise.resolve(cleanUp()).catch((error: unknown) => console.error(error));
  }
  process.exit(code);
}
