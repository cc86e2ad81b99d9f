import { NodeError } from "#graph/node-runner";

/** Columns of one table. DuckDB keeps 2,048 rows of all of them in memory at once, several times over. */
export const MAX_TABLE_COLUMNS = 2_048;
/** Bytes of one line of a CSV file, or of one record of a JSON file. */
export const MAX_LINE_BYTES = 2_000_000;

const delimiters = [",", ";", "\t", "|"] as const;
/** Records looked at to find the delimiter. */
const SAMPLE_RECORDS = 20;

/**
 * Delimiter and fields of the first record. Unless it is given, the delimiter is the one that splits the first records into
 * the same number of fields, the most if several do.
 *
 * @throws NodeError "bad-table" when there is no record, "too-large" for a record or a number of columns beyond the limit.
 */
export function readCsvHeader(
  bytes: Uint8Array,
  { file, delimiter }: { file: string; delimiter: string | undefined },
): { delimiter: string; fields: string[] } {
  const start = bytes.findIndex((byte) => byte !== 0x0a && byte !== 0x0d);
  if (start < 0) throw new NodeError("bad-table", `${file} is empty: it has no header and no rows.`);
  // A character cut in two at the end is in a record that is cut as well, and that one is left out.
  const text = new TextDecoder().decode(bytes.subarray(start, start + MAX_LINE_BYTES));
  const isWhole = start + MAX_LINE_BYTES >= bytes.length;
  const chosen = delimiter ?? detectDelimiter(text, isWhole);
  const [first] = readRecords(text, { delimiter: chosen, limit: 1, isWhole });
  if (!first) {
    throw new NodeError(
      "too-large",
      `The first line of ${file} is longer than ${MAX_LINE_BYTES} bytes or has a quote that never closes.`,
    );
  }
  if (first.length > MAX_TABLE_COLUMNS) {
    throw new NodeError(
      "too-large",
      `${file} has ${first.length} columns in line 1; a table may have ${MAX_TABLE_COLUMNS}.`,
    );
  }
  return { delimiter: chosen, fields: first };
}

/** The records of a CSV file of which all, or the first whole lines, are in `bytes`; the delimiter is found as above. */
export function readCsvRecords(bytes: Uint8Array, { file, limit }: { file: string; limit: number }): string[][] {
  const { delimiter } = readCsvHeader(bytes, { file, delimiter: undefined });
  return readRecords(new TextDecoder().decode(bytes), { delimiter, limit, isWhole: true });
}

function detectDelimiter(text: string, isWhole: boolean): string {
  const candidates = delimiters.map((delimiter) => {
    const counts = readRecords(text, { delimiter, limit: SAMPLE_RECORDS, isWhole }).map((fields) => fields.length);
    const first = counts[0] ?? 1;
    return { delimiter, first, isEven: counts.every((count) => count === first) };
  });
  candidates.sort((a, b) => Number(b.isEven && b.first > 1) - Number(a.isEven && a.first > 1) || b.first - a.first);
  return candidates[0]!.first > 1 ? candidates[0]!.delimiter : ",";
}

/** Whole records only: one that the end of `text` cuts is left out unless the text `isWhole`. */
function readRecords(
  text: string,
  { delimiter, limit, isWhole }: { delimiter: string; limit: number; isWhole: boolean },
): string[][] {
  const records: string[][] = [];
  let fields: string[] = [];
  let field = "";
  let isQuoted = false;
  for (let index = 0; index < text.length && records.length < limit; index++) {
    const character = text[index]!;
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (text[index + 1] === '"') field += text[++index];
      else isQuoted = false;
    } else if (character === '"' && field === "") {
      isQuoted = true;
    } else if (character === delimiter) {
      fields.push(field);
      field = "";
    } else if (character === "\n" || character === "\r") {
      if (fields.length > 0 || field !== "") records.push([...fields, field]);
      fields = [];
      field = "";
    } else {
      field += character;
    }
  }
  const isLeft = fields.length > 0 || field !== "";
  if (isWhole && !isQuoted && isLeft && records.length < limit) records.push([...fields, field]);
  return records;
}
