import type { ReactFlowInstance } from "@xyflow/react";
import { createContext, useContext } from "react";
import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import type { RunPart } from "#graph/run-part";
import type { CanvasEdge, CanvasNode } from "./canvas-records.ts";
import type { EditorStore, PortEnd } from "./editor-store.ts";
import type { RunStore } from "./run-store.ts";
import type { Point } from "./wire-route.ts";

/** Panels, dialogs and tools of this tab: never saved. */
export type UiState = {
  tool: "select" | "pan";
  dialog: "shortcuts" | "commands" | "pins" | null;
  isPaletteOpen: boolean;
  isInspectorOpen: boolean;
  areProblemsOpen: boolean;
  isDrawerOpen: boolean;
  /** The list of nodes at a point of the canvas, after a wire was dropped there or on a double click. */
  quickAdd: { at: Point; screen: Point; from: PortEnd | null } | null;
  /** The context menu, in pixels of the window. */
  menu: Point | null;
};
export type UiStore = StoreApi<UiState>;

export function createUiStore(): UiStore {
  return createStore<UiState>(() => ({
    tool: "select",
    dialog: null,
    isPaletteOpen: true,
    isInspectorOpen: true,
    areProblemsOpen: false,
    isDrawerOpen: false,
    quickAdd: null,
    menu: null,
  }));
}

/** All that actions, menus and panels of the editor may reach. */
export type EditorTools = {
  workflowId: string;
  editor: EditorStore;
  runs: RunStore;
  ui: UiStore;
  flow: ReactFlowInstance<CanvasNode, CanvasEdge>;
  mayEdit: boolean;
  mayRun: boolean;
  /** Saves, then starts a run of what is saved: all of it, or a part. With `noCache` every step of it runs. */
  startRun: (part?: RunPart, options?: { noCache?: boolean }) => Promise<void>;
  cancelRun: () => Promise<void>;
  saveNow: () => Promise<boolean>;
  /** The workflow as a file that stands for itself, once all is saved. */
  exportFile: () => Promise<{ title: string }>;
  downloadFile: () => Promise<void>;
  renameWorkflow: () => void;
  /** The reference that params hold, by the model file's hash. */
  findModel: (hash: string) => Promise<unknown>;
  tell: (message: { title: string; description?: string; tone?: "neutral" | "failed" }) => void;
};

const ToolsContext = createContext<EditorTools | null>(null);
export const ToolsProvider = ToolsContext.Provider;

export function useTools(): EditorTools {
  const tools = useContext(ToolsContext);
  if (!tools) throw new Error("Panels of the editor stand inside a ToolsProvider.");
  return tools;
}
