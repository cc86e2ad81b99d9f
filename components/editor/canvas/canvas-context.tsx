"use client";
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { isInRun, wholePart } from "#graph/run-part";
import type { StoreApi } from "zustand/vanilla";
import type { EditorState, EditorStore } from "../editor-store.ts";
import type { Fault, Fix } from "../problems/fixes.ts";
import type { Guide } from "./guides.ts";
import type { RunStore, RunStoreState } from "../running/run-store.ts";
import type { Point } from "../wires/wire-route.ts";

/** How much of a node shows, by zoom (LOOK 3). */
export type LevelOfDetail = "full" | "preview" | "plate" | "dot";

export function levelOfDetail(zoom: number): LevelOfDetail {
  if (zoom >= 0.75) return "full";
  if (zoom >= 0.45) return "preview";
  return zoom >= 0.2 ? "plate" : "dot";
}

/** Whether ports and wires are large enough to be taken hold of. */
export function isNear(lod: LevelOfDetail): boolean {
  return lod === "full" || lod === "preview";
}

/** What the canvas shows of itself: changes while one pans and zooms, so it stands apart from the document. */
export type ViewState = {
  lod: LevelOfDetail;
  /** All wires are one drawing, at which no pointer points. */
  isDrawnFar: boolean;
  /** Another view lies over it: what is chosen is drawn when it is seen again. */
  isBehind: boolean;
  /** Corners of each wire, planned while nothing is dragged. */
  routes: ReadonlyMap<string, Point[]>;
  /** Nodes are held by a pointer and go with it. */
  isDragging: boolean;
  /** The wire under the pointer. */
  hoveredEdge: string | null;
  /** The wire over which a node is held, and why the node does not fit into it. */
  dropTarget: { edgeId: string; refusal: string | null } | null;
  /** Canvas ids of what holds the words that are looked for, and of the place that one is at. */
  found: ReadonlySet<string>;
  foundAt: string | null;
};
/** What a gesture draws over the canvas. A store of its own: it changes at each step of the pointer, and no node or wire reads it. */
export type GestureState = {
  /** Lines along which what is dragged lies now. */
  guides: Guide[];
  /** The loop that is being drawn around what to select, in pixels of the canvas element. */
  lasso: Point[] | null;
};

export type ViewStore = StoreApi<ViewState> & { gesture: StoreApi<GestureState> };
export function createViewStore(): ViewStore {
  const store = createStore<ViewState>(() => ({
    lod: "full",
    isDrawnFar: false,
    isBehind: false,
    routes: new Map(),
    isDragging: false,
    hoveredEdge: null,
    dropTarget: null,
    found: new Set(),
    foundAt: null,
  }));
  return Object.assign(store, { gesture: createStore<GestureState>(() => ({ guides: [], lasso: null })) });
}

/** What nodes and wires may ask of the editor around them. Absent on a read-only canvas. */
export type CanvasCommands = {
  choosePort: (end: PortEnd) => void;
  openNodeMenu: (nodeId: string, at: { x: number; y: number }) => void;
  /** Shows the nodes that fit into the wire, beside a point of the window. */
  insertIntoWire: (edgeId: string, screen: { x: number; y: number }) => void;
  fixesFor: (fault: Fault) => Fix[];
};

export type PortEnd = { node: string; port: string; side: "input" | "output" };

export type CanvasStores = {
  editor: EditorStore;
  runs: RunStore;
  view: ViewStore;
  commands: CanvasCommands | null;
  /** Of a canvas whose ports show what went through them: opens that value. */
  openValue?: (end: PortEnd) => void;
};

const CanvasContext = createContext<CanvasStores | null>(null);
export const CanvasProvider = CanvasContext.Provider;

export function useCanvas(): CanvasStores {
  const stores = useContext(CanvasContext);
  if (!stores) throw new Error("Nodes and wires stand inside a CanvasProvider.");
  return stores;
}

export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useCanvas().editor, select);
}

export function useRun<T>(select: (state: RunStoreState) => T): T {
  return useStore(useCanvas().runs, select);
}

/** False where the run on the canvas covers a part of the graph that has no need of this node. */
export function useIsInRun(nodeId: string): boolean {
  const part = useRun((state) => (state.run ? state.part : wholePart));
  const hasState = useRun(({ run }) => run?.nodes[nodeId] !== undefined);
  return useEditor(({ graph }) => hasState || isInRun(graph, part, nodeId));
}

/** Whether the record holds the words that are looked for, for CSS. */
export function foundOn({ found, foundAt }: ViewState, canvasId: string): "here" | "also" | undefined {
  if (foundAt === canvasId) return "here";
  return found.has(canvasId) ? "also" : undefined;
}

export function useIsFound(canvasId: string): ReturnType<typeof foundOn> {
  return useStore(useCanvas().view, (state) => foundOn(state, canvasId));
}

export function useLevelOfDetail(): LevelOfDetail {
  return useStore(useCanvas().view, ({ lod }) => lod);
}
