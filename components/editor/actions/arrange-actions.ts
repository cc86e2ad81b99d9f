import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Grid2x2,
  Lock,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { lockRecords } from "#graph/commands/update-records";
import { moveRecords } from "#graph/commands/move-records";
import { type Alignment, alignBoxes, type Axis, distributeBoxes } from "../selection/arrange-boxes.ts";
import { announce } from "../../ui/toast-store.ts";
import { hasSelection } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import { recordId } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { keepGrid } from "../canvas/grid-choice.ts";
import { recordIds } from "../clipboard/paste-records.ts";
import { withoutLocked } from "../selection/without-locked.ts";
import { boxOf } from "../wires/wire-planner.ts";

const alignments: readonly [Alignment, { label: string; key: string; icon: LucideIcon }][] = [
  ["left", { label: "Align left edges", key: "A", icon: AlignStartVertical }],
  ["centre", { label: "Align centres", key: "H", icon: AlignCenterVertical }],
  ["right", { label: "Align right edges", key: "D", icon: AlignEndVertical }],
  ["top", { label: "Align top edges", key: "W", icon: AlignStartHorizontal }],
  ["middle", { label: "Align middles", key: "V", icon: AlignCenterHorizontal }],
  ["bottom", { label: "Align bottom edges", key: "S", icon: AlignEndHorizontal }],
];
const distributions: readonly [Axis, { label: string; key: string; icon: LucideIcon }][] = [
  ["x", { label: "Even out gaps across", key: "H", icon: AlignHorizontalDistributeCenter }],
  ["y", { label: "Even out gaps down", key: "V", icon: AlignVerticalDistributeCenter }],
];

/** What keeps its place, and to what. */
export const placeActions: readonly EditorAction[] = [
  {
    id: "toggle-locked",
    label: "Lock or unlock the position",
    group: "Canvas",
    keys: ["Shift+L"],
    icon: Lock,
    isOnSelection: true,
    when: hasSelection,
    run({ editor }) {
      const { graph, selection, apply } = editor.getState();
      const ids = recordIds(graph, selection);
      const records = ids.flatMap((id) => graph.nodes[id] ?? graph.notes[id] ?? graph.groups[id] ?? []);
      const isLocked = records.some(({ locked }) => !locked);
      apply(lockRecords(graph, { ids, isLocked }), { label: isLocked ? "Lock the position" : "Unlock the position" });
      announce(isLocked ? "The position is locked." : "The position is free again.");
    },
  },
  {
    id: "toggle-grid",
    label: "Snap to the grid, or not",
    group: "Canvas",
    keys: ["G"],
    icon: Grid2x2,
    run({ ui }) {
      const hasGrid = !ui.getState().hasGrid;
      ui.setState({ hasGrid });
      keepGrid(hasGrid);
      announce(hasGrid ? "Nodes keep to the grid." : "Nodes go anywhere.");
    },
  },
];

export const arrangeActions: readonly EditorAction[] = [
  ...alignments.map(([alignment, { label, key, icon }]): EditorAction => ({
    id: `align-${alignment}`,
    label,
    group: "Canvas",
    keys: [`Alt+${key}`],
    icon,
    when: (tools) => hasAtLeast(tools, 2),
    run: (tools) => arrange(tools, label, (boxes) => alignBoxes(boxes, alignment)),
  })),
  ...distributions.map(([axis, { label, key, icon }]): EditorAction => ({
    id: `distribute-${axis}`,
    label,
    group: "Canvas",
    keys: [`Alt+Shift+${key}`],
    icon,
    when: (tools) => hasAtLeast(tools, 3),
    run: (tools) => arrange(tools, label, (boxes) => distributeBoxes(boxes, axis)),
  })),
];

function hasAtLeast(tools: EditorTools, count: number): boolean {
  return tools.mayEdit && selectedBoxes(tools).size >= count;
}

/** Nodes, notes and frames that are chosen, as large as they are drawn, by the id of their record. */
function selectedBoxes({ editor, flow }: EditorTools) {
  const { selection } = editor.getState();
  return new Map(
    flow.getNodes().flatMap((node) => (selection.has(node.id) ? [[recordId(node.id), boxOf(node)] as const] : [])),
  );
}

type Boxes = ReturnType<typeof selectedBoxes>;

function arrange(tools: EditorTools, label: string, place: (boxes: Boxes) => ReturnType<typeof alignBoxes>): void {
  const { graph, apply } = tools.editor.getState();
  apply(moveRecords(graph, withoutLocked(graph, place(selectedBoxes(tools)))), { label });
}
