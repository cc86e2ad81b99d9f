import { spawnSync } from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import { readFileSync, readdirSync, readlinkSync, writeFileSync, writeSync } from "node:fs";
import net from "node:net";

/**
 * The real engine, told on by itself: what it finds in its environment and its working directory when it starts, and every
 * look-up of a name and every connection from then on. Native code is watched by the sockets that the process has.
 */
const LOOK_EVERY_MS = 5;

function tell(what: string, detail: unknown) {
  writeSync(2, `${what} ${JSON.stringify(detail)}\n`);
}

tell("environment", process.env);
tell("folder", readdirSync("."));
tell("arguments", process.execArgv);
tell(
  "start-a-process",
  errorOf(() => spawnSync("true")),
);
tell(
  "write-elsewhere",
  errorOf(() => writeFileSync(`${import.meta.dirname}/written.txt`, "")),
);
tell(
  "write-here",
  errorOf(() => writeFileSync(`${process.env.TMPDIR}/written.txt`, "")),
);

function errorOf(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

const originals = { lookup: dns.lookup, connect: net.Socket.prototype.connect, createSocket: dgram.createSocket };
dns.lookup = ((...args: Parameters<typeof originals.lookup>) => {
  tell("network", ["dns.lookup", args[0]]);
  return originals.lookup(...args);
}) as typeof dns.lookup;
net.Socket.prototype.connect = function (this: net.Socket, ...args: Parameters<typeof originals.connect>) {
  tell("network", ["connect", args[0]]);
  return originals.connect.apply(this, args);
} as typeof net.Socket.prototype.connect;
dgram.createSocket = ((...args: Parameters<typeof originals.createSocket>) => {
  tell("network", ["dgram"]);
  return originals.createSocket(...args);
}) as typeof dgram.createSocket;

const known = new Set<string>();
if (process.platform === "linux") setInterval(lookForSockets, LOOK_EVERY_MS).unref();

function lookForSockets() {
  const own = new Set(readdirSync("/proc/self/fd").flatMap(inodeOf));
  for (const protocol of ["tcp", "udp", "tcp6", "udp6"]) {
    for (const line of readFileSync(`/proc/self/net/${protocol}`, "utf8").split("\n").slice(1)) {
      const [, , remote = "", , , , , , , inode = ""] = line.trim().split(/\s+/);
      if (!own.has(inode) || known.has(inode)) continue;
      known.add(inode);
      tell("network", [protocol, remote]);
    }
  }
}

function inodeOf(fd: string): string[] {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.slice(1) ?? [];
  } catch {
    return []; // closed meanwhile
  }
}

await import("./engine-main.ts");
