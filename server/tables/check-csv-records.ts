import { NodeError } from "#graph/node-runner";
import { MAX_LINE_BYTES } from "./limits.ts";

const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;

// Where in a field a byte stands.
const START = 0;
const PLAIN = 1;
const QUOTED = 2;
/** Behind a quote within quotes: the field's end, or the first of two that stand for one. */
const CLOSED = 3;

/**
 * Counts the records that are not blank, after checking each: DuckDB gives no rows and no error where a record is longer
 * than its read buffer, and need not look at columns that nobody asks for.
 *
 * @throws NodeError "too-large" or "bad-table" naming the line in which the record begins.
 */
export function countCsvRecords(
  bytes: Uint8Array,
  { file, delimiter, fieldCount }: { file: string; delimiter: string; fieldCount: number },
): number {
  const separator = delimiter.charCodeAt(0);
  let records = 0;
  let line = 1;
  let recordLine = 1;
  let recordStart = 0;
  let fields = 1;
  let state: number = START;
  for (let index = 0; index <= bytes.length; index++) {
    const byte = index < bytes.length ? bytes[index]! : newline;
    const isBreak = byte === newline || byte === carriageReturn;
    if (byte === newline || (isBreak && bytes[index + 1] !== newline)) line++;
    if (state === QUOTED) {
      if (byte === quote) state = CLOSED;
    } else if (isBreak) {
      if (index > recordStart) {
        if (fields !== fieldCount) throw ragged(file, { line: recordLine, fields, fieldCount });
        records++;
      }
      recordStart = index + 1;
      recordLine = line;
      fields = 1;
      state = START;
    } else if (byte === separator) {
      fields++;
      state = START;
    } else if (byte === quote) {
      state = state === PLAIN ? PLAIN : QUOTED;
    } else {
      state = PLAIN;
    }
    if (index - recordStart >= MAX_LINE_BYTES) throw tooLong(file, { line: recordLine, isQuoted: state === QUOTED });
  }
  if (state === QUOTED) throw unclosed(file, recordLine);
  return records;
}

function ragged(file: string, { line, fields, fieldCount }: { line: number; fields: number; fieldCount: number }) {
  const values = fields === 1 ? "1 value" : `${fields} values`;
  const columns = fieldCount === 1 ? "1 column" : `${fieldCount} columns`;
  return new NodeError("bad-table", `Line ${line} of ${file} has ${values} where line 1 has ${columns}.`);
}

function tooLong(file: string, { line, isQuoted }: { line: number; isQuoted: boolean }): NodeError {
  const why = isQuoted ? ", or it has a quote that never closes" : "";
  const message = `Line ${line} of ${file} is longer than ${MAX_LINE_BYTES} bytes, which is more than a row may have${why}.`;
  return new NodeError("too-large", message);
}

export function unclosed(file: string, line: number | string): NodeError {
  const remedy = "Write a quote within quotes twice.";
  const message = `Line ${line} of ${file} has a quote that is not closed, or text after the closing quote. ${remedy}`;
  return new NodeError("bad-table", message);
}
