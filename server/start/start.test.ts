import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { choosePort } from "./choose-port.ts";
import { claimDataFolder, makeDataFolder, refuseSecondStart } from "./claim-data-folder.ts";
import { supervise } from "./supervise.ts";
import type { Supervised } from "./supervise.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "patchbay-start-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function script(text: string): string {
  const file = path.join(folder, "script.mjs");
  writeFileSync(file, text);
  return file;
}

async function until(condition: () => boolean) {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 20_000) throw new Error("It did not happen within 20 s.");
    await delay(20);
  }
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

describe("a supervised process", () => {
  let running: Supervised | undefined;
  afterEach(() => running?.stop());
  const start = (text: string, lines: string[] = []) =>
    (running = supervise("thing", { args: [script(text)], env: {}, onLog: (line) => lines.push(line) }));

  test("is started again when it ends by itself, and the log says how it ended", async () => {
    const lines: string[] = [];
    const supervised = start("setTimeout(() => process.exit(3), 50)", lines);
    const first = supervised.pid();

    await until(() => supervised.pid() !== first && supervised.pid() !== undefined);

    expect(lines[0]).toMatch(/thing ended \(code 3\); starting it again/);
  });

  test("is not started again once it was stopped", async () => {
    const supervised = start("setInterval(() => {}, 1000)");
    const pid = supervised.pid()!;

    await supervised.stop();
    await delay(300);

    expect(isAlive(pid)).toBe(false);
    expect(supervised.pid()).toBe(pid);
  });
});

test("a process ends when the one that supervises it was killed outright", async () => {
  const watcher = pathToFileURL(path.join(import.meta.dirname, "end-with-parent.ts")).href;
  const child = script(
    `import { endWithParent } from "${watcher}"; endWithParent(() => process.exit(0)); setInterval(() => {}, 1000);`,
  );
  const starter = path.join(folder, "starter.mjs");
  const text = `import { spawn } from "node:child_process";
    const child = spawn(process.execPath, [${JSON.stringify(child)}], { env: { ...process.env, PATCHBAY_SUPERVISED: String(process.pid) } });
    console.log(child.pid); setInterval(() => {}, 1000);`;
  writeFileSync(starter, text);
  const parent = spawn(process.execPath, [starter], { stdio: ["ignore", "pipe", "inherit"] });
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.once("data", (chunk: Buffer) => resolve(Number(chunk.toString()))),
  );

  parent.kill("SIGKILL");

  await until(() => !isAlive(pid));
});

describe("the port", () => {
  const occupy = async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    return { server, port: typeof address === "object" && address ? address.port : 0 };
  };

  test("is the next free one when nobody asked for a certain one", async () => {
    const { server, port } = await occupy();

    const chosen = await choosePort({ host: "127.0.0.1", port, isFixed: false });

    expect(chosen).toBeGreaterThan(port);
    server.close();
  });

  test("that was asked for is waited for, since what held it may be ending", async () => {
    const { server, port } = await occupy();
    setTimeout(() => server.close(), 400);

    expect(await choosePort({ host: "127.0.0.1", port, isFixed: true })).toBe(port);
  });

  test("that was asked for and stays taken is named in the error", async () => {
    const { server, port } = await occupy();

    await expect(choosePort({ host: "127.0.0.1", port, isFixed: true })).rejects.toThrow(`Port ${port}`);
    server.close();
  });

  test.for([true, false])("on an address that is not this machine's is told as such, fixed: %s", async (isFixed) => {
    // Of the block that stands for no machine, in documents alone.
    await expect(choosePort({ host: "192.0.2.1", port: 4_999, isFixed })).rejects.toThrow("Check HOST");
    await expect(choosePort({ host: "no-such-host.invalid", port: 4_999, isFixed })).rejects.toThrow("Check HOST");
  });
});

describe("a data folder", () => {
  const note = (text: string) => writeFileSync(path.join(folder, "running.json"), text);

  test("that a living start serves refuses a second one, with the address", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "start.mjs"], { stdio: "ignore" });
    note(JSON.stringify({ pid: other.pid, address: "http://127.0.0.1:3000" }));

    expect(() => refuseSecondStart(folder)).toThrow(`http://127.0.0.1:3000 (process ${other.pid})`);

    const gone = new Promise((resolve) => other.once("exit", resolve));
    other.kill("SIGKILL");
    await gone;
    expect(() => refuseSecondStart(folder)).not.toThrow();
  });

  test("with a note that is damaged, or names another program by now, is free", () => {
    for (const text of ["", "{", "{}", JSON.stringify({ pid: 1, address: "http://127.0.0.1:3000" })]) {
      note(text);
      expect(() => refuseSecondStart(folder)).not.toThrow();
    }
  });

  test("is free again after its start has ended in order", () => {
    const release = claimDataFolder(folder, "http://127.0.0.1:3000");

    release();

    expect(() => readFileSync(path.join(folder, "running.json"))).toThrow("ENOENT");
  });
});

test("where the data folder cannot be made, the sentence says what is in its place and what to set", () => {
  const file = path.join(folder, "notes.txt");
  writeFileSync(file, "");
  for (const place of [file, path.join(file, "data")]) {
    expect(() => makeDataFolder(place)).toThrow(/cannot be made: a file is in its place\. Set PATCHBAY_DATA/);
  }
});
