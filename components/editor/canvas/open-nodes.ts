import type { EditorTools } from "../editor-tools.ts";
import type { Wish } from "../adding/offers.ts";
import type { Point } from "../wires/wire-route.ts";

/** Opens the list of nodes for a wish, beside a point of the window; what is chosen finds its own place on the canvas. */
export function openNodesFor({ ui }: EditorTools, wish: Wish, screen: Point): void {
  ui.setState({ quickAdd: { at: null, screen, wish } });
}
