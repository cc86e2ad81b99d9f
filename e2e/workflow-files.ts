/** Small workflows that journeys begin with, as files that a person would import. */

type NodeSketch = {
  type: string;
  title?: string;
  params?: Record<string, unknown>;
  retry?: { attempts: number; delayMs: number };
  /** Where it stands; in a row with the others unless said. */
  at?: [x: number, y: number];
};

export type WorkflowSketch = {
  title: string;
  nodes: Record<string, NodeSketch>;
  /** From port to port, and the points of the canvas that the wire is led through. */
  wires: [from: string, to: string, ...bends: [x: number, y: number][]][];
};

/** Ends of wires are written `"node.port"`; nodes stand in a row, in their order. */
export function workflowFile({ title, nodes, wires }: WorkflowSketch): string {
  const end = (words: string) => {
    const [node, port] = words.split(".");
    return { node, port };
  };
  const graph = {
    schemaVersion: 1,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, { at: [x, y] = [null, 0], ...node }], column) => [
        id,
        { id, version: 1, position: { x: x ?? column * 300, y }, params: {}, ...node },
      ]),
    ),
    edges: Object.fromEntries(
      wires.map(([from, to, ...bends], index) => {
        const id = `e${index}`;
        const led = bends.length > 0 && { bends: bends.map(([x, y]) => ({ x, y })) };
        return [id, { id, from: end(from), to: end(to), ...led }];
      }),
    ),
    notes: {},
    groups: {},
  };
  return JSON.stringify({ title, graph });
}

/** Rows of texts, each of which goes through all nodes of its row; named by row and column, from 1. */
export function sheetOfTexts(title: string, { rows, columns }: { rows: number; columns: number }): WorkflowSketch {
  const places = Array.from({ length: rows * columns }, (_, index) => ({
    row: Math.floor(index / columns) + 1,
    column: (index % columns) + 1,
  }));
  const idAt = (row: number, column: number) => `r${row}c${column}`;
  return {
    title,
    nodes: Object.fromEntries(
      places.map(({ row, column }) => [
        idAt(row, column),
        {
          type: "text-template",
          title: `Text ${row}.${column}`,
          params: { template: column === 1 ? "start" : "{{left}}" },
          at: [(column - 1) * 230, (row - 1) * 220] as [number, number],
        },
      ]),
    ),
    wires: places
      .filter(({ column }) => column > 1)
      .map(({ row, column }) => [`${idAt(row, column - 1)}.text`, `${idAt(row, column)}.left`]),
  };
}

/** Adds one to each of some numbers, taking about `itemMs` for each: long enough to be watched, cancelled or killed. */
export function slowCount(title: string, { items, itemMs }: { items: number; itemMs: number }): WorkflowSketch {
  const wait = `(() => { const end = Date.now() + ${itemMs}; while (Date.now() < end); return value + 1 })()`;
  return {
    title,
    nodes: {
      numbers: {
        type: "workflow-input",
        title: "Numbers",
        params: { name: "numbers", kind: "number", list: true, sample: Array.from({ length: items }, (_, n) => n) },
      },
      slow: { type: "evaluate", title: "Add one slowly", params: { expression: wait, output: "number" } },
      sums: { type: "workflow-output", title: "Sums", params: { name: "sums" } },
    },
    wires: [
      ["numbers.value", "slow.value"],
      ["slow.result", "sums.value"],
    ],
  };
}

/**
 * Works at length on each of ten numbers, always with the same result, and gives the greatest. Its worth to the cache does not hang on
 * the machine: one that is thirty times quicker still works for 20 ms, and one that is twenty times slower is within the limit of an expression.
 */
export function costlyWork(title: string): WorkflowSketch {
  const work = "(() => { let x = value; for (let i = 0; i < 5e5; i++) x = (x * 16807) % 2147483647; return x })()";
  return {
    title,
    nodes: {
      numbers: {
        type: "workflow-input",
        title: "Numbers",
        params: { name: "numbers", kind: "number", list: true, sample: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
      },
      work: { type: "evaluate", title: "Work hard", params: { expression: work, output: "number" } },
      choose: {
        type: "evaluate",
        title: "Choose one",
        params: { expression: "Math.max(...value)", output: "number", wholeLists: true },
      },
      result: { type: "workflow-output", title: "Chosen", params: { name: "chosen" } },
    },
    wires: [
      ["numbers.value", "work.value"],
      ["work.result", "choose.value"],
      ["choose.result", "result.value"],
    ],
  };
}
