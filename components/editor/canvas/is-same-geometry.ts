import type { CanvasRecords } from "./canvas-records.ts";

/** Whether both lie and lead alike, so that wires planned for one fit the other. */
export function isSameGeometry(a: CanvasRecords, b: CanvasRecords): boolean {
  return (
    a.nodes.length === b.nodes.length &&
    a.edges.length === b.edges.length &&
    a.nodes.every(({ id, position, measured, data }, index) => {
      const other = b.nodes[index]!;
      return id === other.id && position === other.position && measured === other.measured && data === other.data;
    }) &&
    a.edges.every(({ source, target, data }, index) => {
      const other = b.edges[index]!;
      return data?.record === other.data?.record && source === other.source && target === other.target;
    })
  );
}
