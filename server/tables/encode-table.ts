import { copyFile, readFile, rename, stat, unlink } from "node:fs/promises";
import { NodeError } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { toTableError, type DuckdbSession } from "./duckdb-session.ts";
import { MAX_ENCODED_BYTES } from "./limits.ts";
import { keepAlive, quoteName, quoteText, relationOf } from "./relation.ts";

export type TableFormat = "csv" | "parquet" | "json";

const copyOptions: Record<TableFormat, string> = {
  csv: "format csv, header, delimiter ',', quote '\"', escape '\"', nullstr ''",
  parquet: "format parquet, compression snappy",
  json: "format json, array true",
};

/**
 * The table as a file. In CSV, text that a spreadsheet would take for a formula gets a leading apostrophe, in headers too.
 *
 * @throws NodeError "too-large" above the limit for one file.
 */
export async function encodeTable(session: DuckdbSession, table: TableValue, format: TableFormat): Promise<Uint8Array> {
  return await withFile(session, { table, format }, async (path) => {
    const { size } = await stat(path);
    if (size > MAX_ENCODED_BYTES) {
      throw new NodeError(
        "too-large",
        `The table would be a file of ${size} bytes; one file may have ${MAX_ENCODED_BYTES}.`,
      );
    }
    return await readFile(path);
  });
}

/** The same file at `path`, in place of one that is there. It never is in memory, so it may be of any size. */
export async function saveTable(
  session: DuckdbSession,
  { table, format, path }: { table: TableValue; format: TableFormat; path: string },
): Promise<void> {
  await withFile(session, { table, format }, async (written) => {
    try {
      await rename(written, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
      await copyFile(written, path);
    }
  });
}

async function withFile<T>(
  session: DuckdbSession,
  { table, format }: { table: TableValue; format: TableFormat },
  use: (path: string) => Promise<T>,
): Promise<T> {
  const relation = relationOf(table);
  const asWritten = format === "csv" ? relation.asWritten : null;
  const path = session.newPath(format);
  const cells = table.columns.map(({ name }, index) => {
    const heading = format === "csv" && isFormula(name) ? `'${name}` : name;
    const type = relation.types[index]!;
    const cell = asWritten?.isText[index] ? `c${index}` : encodableCell(`c${index}`, { type, format });
    return `${cell} as ${quoteName(heading)}`;
  });
  const query = `select ${cells.join(", ")} from (${asWritten?.sql ?? relation.sql})`;
  try {
    await session
      .withConnection((connection) => connection.run(`copy (${query}) to ${quoteText(path)} (${copyOptions[format]})`))
      .catch((error: unknown) => {
        throw toTableError(error, "The table");
      });
    return await use(path);
  } finally {
    await unlink(path).catch(() => {});
    keepAlive(relation);
  }
}

const formulaStart = /^[=+\-@\t\r\n]/;
const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

function isFormula(text: string): boolean {
  return formulaStart.test(text) && !plainNumber.test(text);
}

function encodableCell(cell: string, { type, format }: { type: string; format: TableFormat }): string {
  if (format === "parquet") return cell;
  if (type === "DOUBLE") {
    if (format === "json") return `case when isfinite(${cell}) then ${cell} end`;
    // 3 rather than 3.0: most columns of numbers that nodes compute hold counts and indices.
    return `case when ${cell} = trunc(${cell}) and abs(${cell}) < 1e15 then cast(cast(${cell} as bigint) as varchar) else cast(${cell} as varchar) end`;
  }
  if (type === "TIMESTAMP") return `replace(cast(${cell} as varchar), ' ', 'T')`;
  if (type === "TIMESTAMP WITH TIME ZONE")
    return `replace(cast(cast(${cell} as timestamp) as varchar), ' ', 'T') || 'Z'`;
  if (type === "VARCHAR" && format === "csv") {
    // The first character alone is quick to look at, and hardly any cell gets to the pattern.
    const isFormulaCell =
      `left(${cell}, 1) in ('=', '+', '-', '@', chr(9), chr(13), chr(10)) and ` +
      `not regexp_full_match(${cell}, '[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?')`;
    return `case when ${isFormulaCell} then '''' || ${cell} else ${cell} end`;
  }
  return cell;
}
