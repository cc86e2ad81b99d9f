import { FoldVertical } from "lucide-react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { PortGlyph } from "#components/ui/port-glyph";
import { inferTypes } from "#graph/infer-types";
import { isPinnedWhole } from "#graph/run-part";
import { cardOf, estimatedHeight } from "../nodes/card-of.ts";
import type { Card } from "../nodes/card-of.ts";
import { canvasEdges } from "../canvas/canvas-records.ts";
import type { CanvasNode, FoldedNode } from "../canvas/canvas-records.ts";
import type { EditorState } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { formatQuantity } from "../../ui/format-number.ts";
import { NodeIcon } from "../nodes/node-icon.tsx";
import { paramText, paramValue } from "../inspector/param-form.ts";
import { standingWord } from "../running/run-words.ts";
import { boxOf, planWires } from "../wires/wire-planner.ts";
import { wirePath } from "../wires/wire-path.ts";
import { wiringOf } from "../wires/wiring-of.ts";
import type { Scene, SceneCard, ScenePort, Theme } from "./scene.ts";

const WIDE_WIDGETS = new Set(["expression", "code", "textarea", "model-picker", "workflow-picker"]);

/** What lies on the canvas now, all of it, whatever is in view. Values of a run are left out. */
export function sceneOf({ editor, flow }: Pick<EditorTools, "editor" | "flow">, theme: Theme): Scene {
  const state = editor.getState();
  const nodes = flow.getNodes();
  const markup = createMarkup(theme);
  try {
    return {
      frames: nodes.flatMap((node) =>
        node.type === "frame"
          ? [{ box: boxOf(node), title: node.data.record.title, colour: node.data.record.colour ?? null }]
          : [],
      ),
      notes: nodes.flatMap((node) => (node.type === "note" ? [{ box: boxOf(node), text: node.data.record.text }] : [])),
      wires: wiresOf(state, { nodes, edges: canvasEdges(state) }),
      cards: nodes.flatMap((node) => {
        if (node.type === "folded") return foldedCardOf(node, markup);
        return node.type === "card" ? (sceneCard(state, { node, markup }) ?? []) : [];
      }),
    };
  } finally {
    markup.close();
  }
}

function wiresOf(state: EditorState, records: Parameters<typeof planWires>[0]): Scene["wires"] {
  const types = inferTypes(state.graph, state.library);
  const routes = planWires(records, state);
  return records.edges.flatMap(({ id, data }) => {
    const corners = routes.get(id);
    const from = data?.record.from;
    if (!corners || !from) return [];
    const type = types.get(from.node)?.outputs[from.port];
    return [{ path: wirePath(corners), kind: type?.type.kind ?? "any", isList: (type?.dims.length ?? 0) > 0 }];
  });
}

function sceneCard(state: EditorState, { node, markup }: { node: CanvasNode; markup: Markup }): SceneCard | null {
  const { graph, library } = state;
  const card = cardOf(graph, library, node.id);
  const record = graph.nodes[node.id];
  if (!card || !record) return null;
  const badge = record.disabled ? standingWord(record.disabled) : isPinnedWhole(graph, node.id) ? "Pinned" : null;
  return {
    box: { ...node.position, width: card.width, height: estimatedHeight(card) },
    title: card.title,
    badge,
    isDisabled: record.disabled !== undefined,
    icon: markup.of(`icon ${card.icon}`, <NodeIcon name={card.icon} />),
    inputs: scenePorts(state, { card, nodeId: node.id, side: "inputs", markup }),
    outputs: scenePorts(state, { card, nodeId: node.id, side: "outputs", markup }),
    fields: card.fields.map((field) => ({
      label: WIDE_WIDGETS.has(field.widget) ? null : field.title,
      text: paramText(field, paramValue(field, record.params)),
    })),
  };
}

/** A folded frame is drawn as a node whose icon says what it is. */
function foldedCardOf(node: FoldedNode, markup: Markup): SceneCard {
  const { record, card } = node.data;
  const ports = (side: "inputs" | "outputs") =>
    card[side].map(({ label, kind, isList }, row): ScenePort => {
      const state = isList ? "list" : "connected";
      return { label, kind, row, glyph: markup.of(`${kind} ${state}`, <PortGlyph kind={kind} state={state} />) };
    });
  return {
    box: boxOf(node),
    title: record.title,
    badge: formatQuantity(card.nodeIds.length, "node"),
    isDisabled: false,
    icon: markup.of("icon folded", <FoldVertical size={14} />),
    inputs: ports("inputs"),
    outputs: ports("outputs"),
    fields: [],
  };
}

function scenePorts(
  { graph, library }: EditorState,
  { card, nodeId, side, markup }: { card: Card; nodeId: string; side: "inputs" | "outputs"; markup: Markup },
): ScenePort[] {
  const types = inferTypes(graph, library).get(nodeId)?.[side];
  const { incoming, outgoing } = wiringOf(graph);
  const wired = (side === "inputs" ? incoming : outgoing).get(nodeId);
  return card[side].map(([name, { label, type }], row) => {
    const kind = types?.[name]?.type.kind ?? type.kind;
    const isList = (types?.[name]?.dims.length ?? 0) > 0;
    const state = wired?.has(name) ? (isList ? "list" : "connected") : "open";
    return { label, kind, row, glyph: markup.of(`${kind} ${state}`, <PortGlyph kind={kind} state={state} />) };
  });
}

type Markup = ReturnType<typeof createMarkup>;

/** Glyphs as SVG text, each made once by the component that draws it on the canvas, with the surface's colour put in. */
function createMarkup({ node }: Theme) {
  const holder = document.createElement("div");
  const root = createRoot(holder);
  const made = new Map<string, string>();
  return {
    of(key: string, element: React.ReactElement): string {
      const known = made.get(key);
      if (known !== undefined) return known;
      flushSync(() => root.render(element));
      const svg = new XMLSerializer().serializeToString(holder.firstElementChild!); // each of these components is one element
      const text = svg.replace(/var\(--port-back, var\(--surface-node\)\)/g, node);
      made.set(key, text);
      return text;
    },
    close: () => root.unmount(),
  };
}
