import { readFileSync } from "node:fs";
import { run } from "./run.ts";

/** Whom Postgres runs as. Empty for an ordinary user, who runs it as itself. */
export type RunAs = { uid?: number; gid?: number };

/**
 * Postgres refuses to run as root, so root runs it as `postgres` or, where there is none, `nobody`. Either must stand in
 * /etc/passwd, or initdb does not know its own name; both do on every usual system, so no user has to be made.
 */
export function unprivilegedUser(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const user = users.find(([userName]) => userName === name);
    if (user) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new Error(
    "Postgres does not run as root, and there is neither a user `postgres` nor `nobody` to run it as. Start as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whether the user can enter the folder (or run the file), all folders above it included. */
export async function canEnter(user: RunAs, path: string): Promise<boolean> {
  if (user.uid === undefined) return true;
  const { exitCode } = await run("test", ["-x", path], { runAs: user });
  return exitCode === 0;
}
