export const MAX_TABLE_ROWS = 100_000_000;
export const MAX_JSON_DEPTH = 200;
/** What a Parquet file may grow to when it is unpacked. */
export const MAX_UNPACKED_BYTES = 4 * 1024 ** 3;
/** Bytes of a table written as one file. */
export const MAX_ENCODED_BYTES = 1024 ** 3;
