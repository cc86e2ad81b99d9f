import { NodeError } from "#graph/node-runner";
import { cellAutomaton, DECIMAL, EXPONENT, FIELD, QUOTED, START, TEXT, WHOLE, ZERO } from "./cell-automaton.ts";
import { DECIMAL_BIT, LONG_WHOLE_BIT, TEXT_BIT, WHOLE_BIT } from "./infer-column-types.ts";
import { MAX_LINE_BYTES } from "#nodes/read-csv-header";

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Beside the bits of `inferColumnTypes`: the column has a cell of which only DuckDB can say what it is. */
const UNCLEAR_BIT = 1 << 8;
/** A decimal of so few bytes, with an exponent of two digits at most, is a finite number whatever its digits. */
const CERTAIN_DECIMAL_BYTES = 100;

export type CsvScan = {
  /** Records that are not blank, the header among them. */
  recordCount: number;
  /** What the cells of each column look like, in the bits of `inferColumnTypes`; null where that is left open. */
  classes: (number | null)[];
  /** Without quotes there is only one way to read the file. */
  hasQuotes: boolean;
};

/**
 * Walks over the file once, checks each record, and finds the columns that hold plain numbers or text for certain. DuckDB
 * gives no rows and no error where a record is longer than its read buffer, and need not look at columns that nobody asks for.
 *
 * @throws NodeError "too-large" or "bad-table" naming the line in which the record begins.
 */
export function scanCsv(
  bytes: Uint8Array,
  { file, delimiter, fieldCount, header }: { file: string; delimiter: string; fieldCount: number; header: boolean },
): CsvScan {
  const steps = cellAutomaton(delimiter);
  const found = new Uint16Array(fieldCount);
  let recordCount = 0;
  let recordStart = 0;
  let fields = 0;
  const endCell = (state: number, start: number, end: number) => {
    if (fields < fieldCount) found[fields]! |= classOf(state, bytes, start, end);
    fields++;
  };
  const endRecord = () => {
    if (fields !== fieldCount) throw ragged(file, { line: lineAt(bytes, recordStart), fields, fieldCount });
    if (recordCount === 0 && header) found.fill(0);
    recordCount++;
    fields = 0;
  };

  let index = 0;
  let cellStart = 0;
  let state: number = START;
  for (;;) {
    // The break of the longest record stands right behind it.
    const limit = Math.min(bytes.length, recordStart + MAX_LINE_BYTES + 1);
    let next: number = state;
    for (; index < limit; index++) {
      next = steps[state | bytes[index]!]!;
      if (next >= FIELD) break;
      state = next;
    }
    if (index === limit) break;
    if (next === FIELD) {
      endCell(state, cellStart, index);
    } else {
      if (index > recordStart) {
        endCell(state, cellStart, index);
        endRecord();
      }
      recordStart = index + 1;
    }
    index++;
    cellStart = index;
    state = START;
  }
  if (index - recordStart > MAX_LINE_BYTES) {
    throw tooLong(file, { line: lineAt(bytes, recordStart), isQuoted: state === QUOTED });
  }
  if (state === QUOTED) throw unclosed(file, lineAt(bytes, recordStart));
  if (index > recordStart) {
    endCell(state, cellStart, index);
    endRecord();
  }

  const classes = Array.from(found, (bits) =>
    (bits & TEXT_BIT) !== 0 ? TEXT_BIT : (bits & UNCLEAR_BIT) === 0 ? bits : null,
  );
  return { recordCount, classes, hasQuotes: bytes.includes(0x22) };
}

/** Four arguments, because an object for each cell would cost as much as the walk. */
function classOf(state: number, bytes: Uint8Array, start: number, end: number): number {
  switch (state) {
    case START:
      return 0;
    case ZERO:
      return WHOLE_BIT;
    case WHOLE: {
      const digits = end - start - (bytes[start] === 0x2d ? 1 : 0);
      return digits <= 15 ? WHOLE_BIT : digits <= 18 ? LONG_WHOLE_BIT : TEXT_BIT;
    }
    case DECIMAL:
      return end - start <= CERTAIN_DECIMAL_BYTES ? DECIMAL_BIT : UNCLEAR_BIT;
    case EXPONENT: {
      const isShort = end - start <= CERTAIN_DECIMAL_BYTES && !isDigits(bytes, end - 3, end);
      return isShort ? DECIMAL_BIT : UNCLEAR_BIT;
    }
    case TEXT:
      return TEXT_BIT;
    default:
      return UNCLEAR_BIT;
  }
}

function isDigits(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (bytes[index]! < 0x30 || bytes[index]! > 0x39) return false;
  return true;
}

/** From 1; "\r\n" ends one line. */
function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index++) {
    const byte = bytes[index];
    if (byte === newline || (byte === carriageReturn && bytes[index + 1] !== newline)) line++;
  }
  return line;
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
