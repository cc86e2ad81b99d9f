"use client";
import { AlignStartVertical, Waypoints } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useStore } from "zustand";
import { MenuBranch, MenuItem, MenuSeparator } from "#components/ui/menu";
import { arrangeActions } from "../actions/arrange-actions.ts";
import type { EditorAction } from "../actions/editor-action.ts";
import { actionOf, editorActions } from "../actions/editor-actions.ts";
import { selectedNode } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { useTools } from "../editor-tools.ts";
import { keysOf } from "../keys/key-choices.ts";
import { isMacPlatform, keysText } from "../keys/keys.ts";

const copyAs = ["copy-as-typescript", "copy-as-command"];
const onPane = ["find-node", "add-note", "add-frame", "paste", "paste-linked", ...copyAs, "select-all", "tidy", "fit"];
const onWires = ["insert-into-wire", "bend-wire", "straighten-wires", "trace", "delete"];
/** Seldom wanted and of one kind, so they stand behind one item. */
const ofConnections = ["trace", "select-upstream", "select-downstream", "select-connected"];

/** Where there is nothing to take away or to open, nobody looks for the way to do it. */
const onlyWhereDone = new Set(["unpin", "inline-workflow", "open-workflow", "fold-frame", "fit-frame"]);

/** The menu of a node or of the canvas, opened by the right button, the menu key or a node's own button. */
export function CanvasMenu() {
  const tools = useTools();
  const at = useStore(tools.ui, ({ menu }) => menu);
  const isArranging = useStore(tools.editor, ({ selection }) => selection.size > 1) && tools.mayEdit;
  const hasSelection = useStore(tools.editor, ({ selection }) => selection.size > 0);
  const hasWiresOnly = useStore(tools.editor, ({ graph, selection }) => [...selection].every((id) => graph.edges[id]));
  const onSelection = editorActions.filter(
    ({ id, isOnSelection, when }) =>
      isOnSelection && !ofConnections.includes(id) && (!onlyWhereDone.has(id) || when?.(tools)),
  );
  const isOutline = useStore(tools.ui, ({ view }) => view === "outline");
  const isOne = useStore(tools.editor, (state) => selectedNode(state) !== null);
  // A double click does it on the canvas too, but nobody double clicks a row of a table to see its settings.
  const first = isOutline && isOne ? ["edit-params"] : [];
  const ids = !hasSelection ? onPane : hasWiresOnly ? onWires : [...first, ...onSelection.map(({ id }) => id)];
  return (
    <DropdownMenu.Root
      open={at !== null}
      onOpenChange={(isOpen) => !isOpen && tools.ui.setState({ menu: null })}
      modal={false}
    >
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="pointer-events-none fixed size-px" style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={hasSelection ? "Selection" : "Canvas"}
          // It scrolls where the window is lower than it.
          tabIndex={0}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 animate-appear overflow-y-auto rounded-3 border border-strong bg-overlay p-1 text-1 shadow-3"
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {ids.map((id) => (
            <div key={id}>
              {id === "delete" && isArranging && (
                <MenuBranch icon={AlignStartVertical} label="Arrange">
                  {arrangeActions.map((action) => (
                    <ActionItem key={action.id} action={action} tools={tools} />
                  ))}
                </MenuBranch>
              )}
              {id === "delete" && !hasWiresOnly && (
                <MenuBranch icon={Waypoints} label="What it is connected to">
                  {ofConnections.map((one) => (
                    <ActionItem key={one} action={actionOf(one)} tools={tools} />
                  ))}
                </MenuBranch>
              )}
              {id === "delete" && <MenuSeparator />}
              <ActionItem action={actionOf(id)} tools={tools} />
            </div>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function ActionItem({ action, tools }: { action: EditorAction; tools: EditorTools }) {
  const { id, label, icon, when, whyNot, run } = action;
  const [chord] = keysOf(action);
  return (
    <MenuItem
      {...(icon && { icon })}
      {...(chord && { shortcut: keysText(chord, isMacPlatform()) })}
      isDangerous={id === "delete"}
      reason={whyNot?.(tools) ?? null}
      isDisabled={when ? !when(tools) : false}
      // After the menu is gone, so that what the action focuses keeps the focus.
      onSelect={() => void setTimeout(() => run(tools), 0)}
    >
      {label}
    </MenuItem>
  );
}
