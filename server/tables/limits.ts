/** Columns of one table. DuckDB keeps 2,048 rows of all of them in memory at once, several times over. */
export const MAX_TABLE_COLUMNS = 2_048;
export const MAX_TABLE_ROWS = 100_000_000;
/** Bytes of one line of a CSV file, or of one record of a JSON file. */
export const MAX_LINE_BYTES = 2_000_000;
export const MAX_JSON_DEPTH = 200;
/** What a Parquet file may grow to when it is unpacked. */
export const MAX_UNPACKED_BYTES = 4 * 1024 ** 3;
/** Bytes of a table written as one file. */
export const MAX_ENCODED_BYTES = 1024 ** 3;
