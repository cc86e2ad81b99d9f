/** Columns as the editor sets them, and rows with room for values. */
const COLUMN_STEP = 230;
const ROW_STEP = 220;

type Place = { row: number; column: number };

/** The id of the node at a place of the sheet. */
export function nodeAt({ row, column }: Place, size: number): string {
  return `n${row * columnsOf(size) + column}`;
}

export type LargeGraph = ReturnType<typeof largeGraph>;

/** A sheet of text templates, about as wide as high, in rows: each reads the one to its left, every second one that above it too. About 1.5 wires a node. */
export function largeGraph(size: number) {
  const columns = columnsOf(size);
  const idAt = (row: number, column: number) => nodeAt({ row, column }, size);
  const places = Array.from({ length: size }, (_, index) => ({
    row: Math.floor(index / columns),
    column: index % columns,
  }));
  const nodes = places.map(({ row, column }) => ({
    id: idAt(row, column),
    type: "text-template",
    version: 1,
    title: `Text ${row + 1}.${column + 1}`,
    position: { x: column * COLUMN_STEP, y: row * ROW_STEP },
    params: { template: readsAbove(row, column) ? "{{left}} {{above}}" : column > 0 ? "{{left}}" : "start" },
  }));
  const edges = places.flatMap(({ row, column }) => {
    const to = idAt(row, column);
    const edge = (port: string, from: string) => ({
      id: `${to}.${port}`,
      from: { node: from, port: "text" },
      to: { node: to, port },
    });
    return [
      ...(column > 0 ? [edge("left", idAt(row, column - 1))] : []),
      ...(readsAbove(row, column) ? [edge("above", idAt(row - 1, column - 1))] : []),
    ];
  });
  const byId = <T extends { id: string }>(records: T[]) =>
    Object.fromEntries(records.map((record) => [record.id, record]));
  return { schemaVersion: 1, nodes: byId(nodes), edges: byId(edges), notes: {}, groups: {} };
}

function columnsOf(size: number): number {
  return Math.ceil(Math.sqrt(size * 1.2));
}

function readsAbove(row: number, column: number): boolean {
  return row > 0 && column > 0 && (row + column) % 2 === 0;
}
