import { createServer } from "node:net";

/** An orphan of a killed start lets go of its port within the time of these. By count: a machine that stalls is as late in all else. */
const TRIES = 20;
const TRY_EVERY_MS = 200;
const OTHER_PORTS = 20;

/**
 * The port to listen on: the wanted one, or, unless it was asked for by name, the next that is free.
 *
 * @throws Error naming the port when it was asked for and another program has it, and what else keeps every port closed.
 */
export async function choosePort({
  host,
  port,
  isFixed,
}: {
  host: string;
  port: number;
  isFixed: boolean;
}): Promise<number> {
  for (let tries = 0; isFixed && tries < TRIES; tries++) {
    if (await isFree(host, port)) return port;
    await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
  }
  if (isFixed)
    throw new Error(`Port ${port} on ${host} is taken by another program. End it, or start with another PORT.`);
  for (let candidate = port; candidate < port + OTHER_PORTS; candidate++) {
    if (await isFree(host, candidate)) return candidate;
  }
  throw new Error(`The ports ${port} to ${port + OTHER_PORTS - 1} on ${host} are all taken. Start with another PORT.`);
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") return resolve(false);
      reject(new Error(`Nothing can listen on ${host} at port ${port}: ${error.message}. Check HOST and PORT.`));
    });
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
