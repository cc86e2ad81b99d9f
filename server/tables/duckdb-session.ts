import { mkdtempSync, readdirSync, rmSync, unlinkSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { NodeError } from "#graph/node-runner";
import type { TableSource } from "./relation.ts";
import { quoteText } from "./relation.ts";

export type TableEngineOptions = {
  /** The only folder that DuckDB may touch is made in here; the system's temporary folder when left out. */
  scratchParent?: string;
  memoryLimitBytes?: number;
  threads?: number;
};

const DEFAULT_MEMORY_BYTES = 512 * 1024 * 1024;

export type DuckdbSession = {
  /** Runs `use` on a connection of its own, so that a stream that is still read does not end with the next query. */
  withConnection: <T>(use: (connection: DuckDBConnection) => Promise<T>) => Promise<T>;
  connect: () => Promise<DuckDBConnection>;
  /** A path in the scratch folder; who writes there removes the file. */
  newPath: (extension: string) => string;
  /** The same for a file that goes when the source is no longer referred to. */
  newFile: (extension: string) => { path: string; source: TableSource };
  /** A table name; the table goes when the source is no longer referred to. */
  newTable: () => TableSource;
  close: () => void;
};

/**
 * An in-memory database that can read and write its scratch folder and nothing else: no network, no extensions, no
 * other files, and no statement can change that. What does not fit in memory goes to the same folder.
 */
export async function openDuckdbSession(options: TableEngineOptions): Promise<DuckdbSession> {
  const parent = options.scratchParent ?? tmpdir();
  const prefix = `patchbay-tables-${hostname()}-`;
  removeLeftovers(parent, prefix);
  const folder = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(options.threads ?? 2),
    memory_limit: `${Math.round((options.memoryLimitBytes ?? DEFAULT_MEMORY_BYTES) / 1024)}KiB`,
  });
  const main = await instance.connect();
  const settings = [
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    `set temp_directory = ${quoteText(folder)}`,
    `set allowed_directories = [${quoteText(folder)}]`,
    "set TimeZone = 'UTC'",
    "set enable_external_access = false",
    "set lock_configuration = true",
  ];
  for (const setting of settings) await main.run(setting);

  let isClosed = false;
  let count = 0;
  const unused = new FinalizationRegistry<() => void>((remove) => {
    if (!isClosed) remove();
  });

  const newPath = (extension: string) => join(folder, `f${++count}.${extension}`);

  return {
    newPath,
    connect: () => instance.connect(),
    async withConnection(use) {
      const connection = await instance.connect();
      try {
        return await use(connection);
      } finally {
        connection.closeSync();
      }
    },
    newFile(extension) {
      const path = newPath(extension);
      const source = { name: path };
      unused.register(source, () => {
        try {
          unlinkSync(path);
        } catch {
          // never written
        }
      });
      return { path, source };
    },
    newTable() {
      const name = `t${++count}`;
      const source = { name };
      unused.register(source, () => void main.run(`drop table if exists ${name}`).catch(() => {}));
      return source;
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      main.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A process that was killed could not remove its folder. */
function removeLeftovers(parent: string, prefix: string) {
  for (const entry of readdirSync(parent)) {
    const pid = entry.startsWith(prefix) ? Number.parseInt(entry.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    rmSync(join(parent, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** DuckDB's message without its advice on options that nobody can set here, and without paths of the scratch folder. */
export function toTableError(error: unknown, file: string): unknown {
  if (error instanceof NodeError || !(error instanceof Error)) return error;
  if (/out of memory/i.test(error.message)) {
    return new NodeError(
      "memory-limit",
      `${file} needs more memory than a table may use. Split it or select fewer columns.`,
      {
        cause: error,
      },
    );
  }
  const [first = ""] = error.message.split("\n");
  const reason = first
    .replace(/^[A-Za-z ]*(Error|Exception): /, "")
    .replaceAll(/["']?[^\s"']*patchbay-tables-[^\s"':,]*["']?/g, file);
  return new NodeError("bad-table", `${file} cannot be read: ${reason}`, { cause: error });
}
