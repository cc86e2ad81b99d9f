import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { skipKnownSizes } from "./skip-known-sizes.ts";

/** As much of React Flow's store as counts here, which notes what is measured. */
function flowOf(nodes: Record<string, { handles?: object[]; measured: { width?: number; height?: number } }>) {
  const measured: string[] = [];
  const flow = createStore(() => ({
    nodeLookup: new Map(Object.entries(nodes)),
    updateNodeInternals: (updates: Map<string, unknown>) => void measured.push(...updates.keys()),
  }));
  skipKnownSizes(flow as never);
  /** All come into the page, in the sizes given. */
  const appear = (sizes: Record<string, [width: number, height: number]>, ports: object | null = {}) => {
    const updates = Object.entries(sizes).map(([id, [offsetWidth, offsetHeight]]) => {
      const nodeElement = { offsetWidth, offsetHeight, querySelector: () => ports };
      return [id, { id, nodeElement, force: true }] as const;
    });
    flow.getState().updateNodeInternals(new Map(updates));
  };
  return { appear, measured, flow };
}

test("a node that is as large as it said is not measured again; one that is not, or said nothing of its ports, is", () => {
  const said = { width: 172, height: 112 };
  const { appear, measured } = flowOf({
    same: { handles: [], measured: said },
    higher: { handles: [], measured: said },
    note: { measured: said },
    fresh: { handles: [], measured: {} },
  });

  appear({ same: [172, 112], higher: [172, 244], note: [172, 112], fresh: [172, 112], gone: [1, 1] });

  expect(measured).toEqual(["higher", "note", "fresh", "gone"]);
});

test("nothing is told to React Flow where all are as they said", () => {
  const { appear, measured } = flowOf({ same: { handles: [], measured: { width: 172, height: 112 } } });

  appear({ same: [172, 112] });

  expect(measured).toEqual([]);
});

test("one that is drawn without its ports keeps the size that it had with them", () => {
  const { appear, measured } = flowOf({ dot: { handles: [], measured: { width: 172, height: 244 } } });

  appear({ dot: [172, 112] }, null);

  expect(measured).toEqual([]);
});

test("it holds for the first state of the store too, from which React Flow takes the function in a page that the server made", () => {
  const { flow } = flowOf({});

  expect(flow.getInitialState().updateNodeInternals).toBe(flow.getState().updateNodeInternals);
});
