import { removeRecords } from "#graph/commands/remove-records";
import type { PortEnd } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { announce } from "../../ui/toast-store.ts";
import { frameOf } from "./frame-of.ts";
import type { OutlinePlace } from "./outline-keys.ts";
import { belowRow, endOfKey, portKey, rowElement } from "./row-keys.ts";
import { edgesAt, otherEndWords } from "./row-words.ts";

/** Shows a row, out of closed frames and nodes, and gives it the focus. */
export function goToRow(
  { editor, ui }: EditorTools,
  key: string,
  { takesFocus = true, column = null }: { takesFocus?: boolean; column?: number | null } = {},
): void {
  const { graph, library } = editor.getState();
  const { outlineToggled, outlineFocus } = ui.getState();
  const end = endOfKey(key);
  const toggled = new Set(outlineToggled);
  if (end) toggled.add(end.node);
  const frames = frameOf(graph, library);
  for (let id = end?.node ?? key, around = frames.get(id); around !== undefined; around = frames.get(id)) {
    id = `frame:${around}`;
    toggled.delete(id);
  }
  ui.setState({
    outlineAt: { row: key, column },
    outlineToggled: toggled,
    outlineFocus: outlineFocus + (takesFocus ? 1 : 0),
  });
}

/** The focus goes back to what is chosen: its row, or its card, else to the canvas. */
export function focusChosen({ editor, ui }: Pick<EditorTools, "editor" | "ui">): void {
  const { view, outlineFocus } = ui.getState();
  if (view === "outline") {
    ui.setState({ outlineFocus: outlineFocus + 1 });
    return;
  }
  const { selection } = editor.getState();
  const [id] = selection;
  // A card that gets the focus is chosen alone, so that of several none does.
  const card =
    selection.size === 1 &&
    id !== undefined &&
    document.querySelector<HTMLElement>(`[data-node-id="${CSS.escape(id)}"]`);
  const target = card || document.querySelector<HTMLElement>(".patch-canvas");
  target?.focus({ preventScroll: true });
}

export function moveTo({ ui }: EditorTools, to: OutlinePlace): void {
  ui.setState(({ outlineFocus }) => ({ outlineAt: to, outlineFocus: outlineFocus + 1 }));
}

export function toggleRow({ ui }: EditorTools, key: string): void {
  const toggled = new Set(ui.getState().outlineToggled);
  if (!toggled.delete(key)) toggled.add(key);
  ui.setState({ outlineToggled: toggled });
}

/** The port of the row that one is at, if it is one of the node. */
export function portAtRow({ ui }: EditorTools, nodeId: string): PortEnd | null {
  const { view, outlineAt } = ui.getState();
  const end = view === "outline" && outlineAt ? endOfKey(outlineAt.row) : null;
  return end?.node === nodeId ? end : null;
}

/** The list of ports that one port may be wired to. */
export function openConnect({ ui }: EditorTools, end: PortEnd): void {
  const row = rowElement(portKey(end));
  ui.setState({
    connectFrom: { end, screen: row ? belowRow(row) : { x: window.innerWidth / 2, y: window.innerHeight / 3 } },
  });
}

/** Takes the wires of a port away, and says which. */
export function disconnect({ editor, mayEdit }: EditorTools, end: PortEnd): void {
  const { graph, library, apply } = editor.getState();
  const edges = edgesAt(graph, end);
  if (!mayEdit || edges.length === 0) return;
  const names = edges.map((edge) => otherEndWords(graph, library, { edge, side: end.side }));
  const ids = edges.map(({ id }) => id);
  apply(removeRecords(graph, ids), { label: "Disconnect" });
  announce(`Disconnected from ${names.join(", ")}.`);
}
