/**
 * The few types in which tables live here, so that readers and writers know all of them.
 * Nested values become JSON text; what has no type of its own among these becomes text.
 */
export function canonicalType(type: string): string {
  if (/^U?(TINY|SMALL)INT$|^U?INTEGER$|^BIGINT$/.test(type)) return "BIGINT";
  if (/^(UBIGINT|U?HUGEINT)$/.test(type)) return "HUGEINT";
  if (type === "FLOAT" || type === "DOUBLE") return "DOUBLE";
  const decimal = /^DECIMAL\((\d+),\d+\)$/.exec(type);
  if (decimal) return Number(decimal[1]) <= 15 ? "DOUBLE" : type;
  if (type === "BOOLEAN" || type === "DATE" || type === "TIMESTAMP WITH TIME ZONE") return type;
  if (/^TIMESTAMP(_S|_MS)?$/.test(type)) return "TIMESTAMP";
  return "VARCHAR";
}

/** The cell in its canonical type. */
export function canonicalCell(cell: string, type: string): string {
  const isNested = /[[(]/.test(type.replace(/^DECIMAL\(\d+,\d+\)$/, "")) || type === "VARIANT";
  const canonical = canonicalType(type);
  if (isNested) return `cast(to_json(${cell}) as varchar)`;
  return canonical === type ? cell : `cast(${cell} as ${canonical})`;
}
