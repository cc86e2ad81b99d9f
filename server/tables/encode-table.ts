import { readFile, stat, unlink } from "node:fs/promises";
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
  const relation = relationOf(table);
  const path = session.newPath(format);
  const cells = table.columns.map(({ name }, index) => {
    const heading = format === "csv" && isFormula(name) ? `'${name}` : name;
    const isKept = format === "csv" && relation.asWritten[index];
    const cell = isKept ? `w${index}` : encodableCell(`c${index}`, { type: relation.types[index]!, format });
    return `${cell} as ${quoteName(heading)}`;
  });
  try {
    await session.withConnection((connection) =>
      connection.run(
        `copy (select ${cells.join(", ")} from (${relation.sql})) to ${quoteText(path)} (${copyOptions[format]})`,
      ),
    );
    const { size } = await stat(path);
    if (size > MAX_ENCODED_BYTES) {
      throw new NodeError(
        "too-large",
        `The table would be a file of ${size} bytes; one file may have ${MAX_ENCODED_BYTES}.`,
      );
    }
    return await readFile(path);
  } catch (error) {
    throw toTableError(error, "The table");
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
