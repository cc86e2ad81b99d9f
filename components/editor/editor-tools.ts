import type { ReactFlowInstance } from "@xyflow/react";
import { createContext, useContext } from "react";
import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import type { RunPart } from "#graph/run-part";
import type { Graph, GraphEdge, WorkflowFile } from "#graph/schema";
import type { CanvasEdge, CanvasNode } from "./canvas/canvas-records.ts";
import type { EditorStore, PortEnd } from "./editor-store.ts";
import type { OutlinePlace } from "./outline/outline-keys.ts";
import type { InnerPath } from "./structure/inner-path.ts";
import type { Wish } from "./adding/offers.ts";
import type { TogetherStore } from "../together/together-store.ts";
import type { RunStore } from "./running/run-store.ts";
import type { Point } from "./wires/wire-route.ts";
import { useFields } from "./use-fields.ts";

/** Its text and what it is, in words; `at` is where its nodes would go. */
export type DroppedWorkflow = { text: string; title: string; nodes: number; at: Point };

/** The workflow as cards and wires, or as a table of its nodes. */
export type EditorView = "canvas" | "outline";

/** Panels, dialogs and tools of this tab: never saved. */
export type UiState = {
  view: EditorView;
  /** Where one is in the outline; null before one has been there. */
  outlineAt: OutlinePlace | null;
  /** Keys of rows that were opened, or closed where they open by themselves. */
  outlineToggled: ReadonlySet<string>;
  /** Counts the times that the focus was asked into the outline. */
  outlineFocus: number;
  /** The port whose list of others is open, beside a point of the window. */
  connectFrom: { end: PortEnd; screen: Point } | null;
  tool: "select" | "lasso" | "pan";
  /** Nodes that are dragged keep to the grid. */
  hasGrid: boolean;
  dialog: "shortcuts" | "commands" | "pins" | "extract" | "tests" | null;
  isPaletteOpen: boolean;
  isInspectorOpen: boolean;
  areProblemsOpen: boolean;
  isFindOpen: boolean;
  isDrawerOpen: boolean;
  /** A run was asked for, and is not there yet. */
  isStarting: boolean;
  /** The list of nodes beside a point of the window, and what it is for; `at` is where on the canvas, if that was pointed at. */
  quickAdd: { at: Point | null; screen: Point; wish: Wish } | null;
  /** Two ports that do not fit, with what may be put between them, beside a point of the window. */
  refusal: { ends: Pick<GraphEdge, "from" | "to">; reason: string; converters: string[]; screen: Point } | null;
  /** The node whose wires are gone through by key. */
  wiresOf: string | null;
  /** The node type that is being dragged out of the palette. */
  draggedType: string | null;
  /** Workflow files that were dropped, each until it is said what to do with it. */
  droppedWorkflows: readonly DroppedWorkflow[];
  /** The context menu, in pixels of the window. */
  menu: Point | null;
};
export type UiStore = StoreApi<UiState>;

export function createUiStore({ view = "canvas" }: { view?: EditorView } = {}): UiStore {
  return createStore<UiState>(() => ({
    view,
    outlineAt: null,
    outlineToggled: new Set(),
    outlineFocus: 0,
    connectFrom: null,
    tool: "select",
    hasGrid: true,
    dialog: null,
    isPaletteOpen: true,
    isInspectorOpen: true,
    areProblemsOpen: false,
    isFindOpen: false,
    isDrawerOpen: false,
    isStarting: false,
    quickAdd: null,
    refusal: null,
    wiresOf: null,
    draggedType: null,
    droppedWorkflows: [],
    menu: null,
  }));
}

/** All that actions, menus and panels of the editor may reach. */
export type EditorTools = {
  workflowId: string;
  workspaceId: string;
  /** How one came here, through nodes of other workflows. */
  path: InnerPath;
  editor: EditorStore;
  runs: RunStore;
  ui: UiStore;
  together: TogetherStore;
  flow: ReactFlowInstance<CanvasNode, CanvasEdge>;
  mayEdit: boolean;
  mayRun: boolean;
  /** Saves, then starts a run of what is saved: all of it, or a part. With `noCache` every step of it runs. */
  startRun: (part?: RunPart, options?: { noCache?: boolean }) => Promise<void>;
  cancelRun: () => Promise<void>;
  /** Changes between canvas and outline, and remembers it for this person. */
  showView: (view: EditorView) => void;
  saveNow: () => Promise<boolean>;
  goTo: (href: string) => void;
  /** The workflow as a file that stands for itself, once all is saved. */
  exportFile: () => Promise<WorkflowFile>;
  downloadFile: () => Promise<void>;
  renameWorkflow: () => void;
  /** Leaves for the version history, once all is saved. */
  openHistory: () => Promise<void>;
  /** A new workflow of the workspace. */
  createWorkflow: (workflow: { title: string; graph: Graph }) => Promise<{ id: string }>;
  /** Nodes from elsewhere as they may come into this workspace, with what of them was left out or is missing here. */
  cleanPasted: (graph: Graph) => Promise<{ graph: Graph; warnings: { message: string }[] }>;
  /** The reference that params hold, by the model file's hash. */
  findModel: (hash: string) => Promise<unknown>;
  tell: (message: { title: string; description?: string; tone?: "neutral" | "failed" }) => number;
};

const ToolsContext = createContext<EditorTools | null>(null);
export const ToolsProvider = ToolsContext.Provider;

export function useTools(): EditorTools {
  const tools = useContext(ToolsContext);
  if (!tools) throw new Error("Panels of the editor stand inside a ToolsProvider.");
  return tools;
}

/** Which panels are open, and what is between them. */
export function usePanels(): Pick<UiState, "isPaletteOpen" | "isInspectorOpen" | "view"> {
  return useFields(useTools().ui, ({ isPaletteOpen, isInspectorOpen, view }) => ({
    isPaletteOpen,
    isInspectorOpen,
    view,
  }));
}
