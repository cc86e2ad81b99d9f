import { useRef } from "react";
import { announce } from "../../ui/toast-store.ts";
import { actionOf } from "../actions/editor-actions.ts";
import type { EditorTools } from "../editor-tools.ts";
import { fixesFor } from "../problems/fixes.ts";
import { openStep } from "../structure/open-inner.ts";
import type { OutlineColumn } from "./outline-columns.ts";
import { findTyped, moveByKey } from "./outline-keys.ts";
import { outlineRows, recordOfRow, titleOfRow } from "./outline-rows.ts";
import type { OutlineDocument, OutlineRow } from "./outline-rows.ts";
import { disconnect, goToRow, moveTo, openConnect, toggleRow } from "./outline-work.ts";
import { belowRow, rowElement } from "./row-keys.ts";

/** Letters within this time are typed as one word. */
const TYPED_WITHIN_MS = 700;

type Options = {
  document: OutlineDocument;
  rows: readonly OutlineRow[];
  at: OutlineRow | undefined;
  column: number | null;
  columns: readonly OutlineColumn[];
};

/** Keys of the outline that are not keys of the whole editor: going through rows and cells, and what a row itself does by Enter or a double click. */
export function useOutlineKeys(tools: EditorTools, { document, rows, at, column, columns }: Options) {
  const typed = useRef({ text: "", at: 0 });

  function onKeyDown(event: React.KeyboardEvent<HTMLElement>) {
    const isOnRow = event.target instanceof Element && event.target.matches('[role="row"], [role="gridcell"]');
    if (!at || !isOnRow || event.altKey || event.metaKey) return;
    if (move(event) || act(event) || type(event)) event.preventDefault();
  }
  return { onKeyDown, enter };

  function move({ key, ctrlKey, shiftKey }: React.KeyboardEvent): boolean {
    const place = { row: at!.key, column }; // asked only where there is a row
    const moved = moveByKey(rows, place, { key, ctrlKey, shiftKey, columns: columns.length });
    if (!moved) return false;
    if ("toggle" in moved) {
      toggleRow(tools, moved.toggle);
      return true;
    }
    moveTo(tools, moved.to);
    const next = rows.find((row) => row.key === moved.to.row);
    if (next) choose(next, moved.extends === true);
    return true;
  }

  function choose(row: OutlineRow, isAdded: boolean) {
    const { selection, select } = tools.editor.getState();
    const id = recordOfRow(row);
    const ids = id === null ? [] : [id];
    select(isAdded ? [...selection, ...ids] : ids);
  }

  function act({ key, ctrlKey, shiftKey }: React.KeyboardEvent): boolean {
    const row = at!; // asked only where there is a row
    if (key === "ContextMenu" || (key === "F10" && shiftKey)) {
      openMenu(row);
      return true;
    }
    if (key === " " && !shiftKey) {
      const { selection, select } = tools.editor.getState();
      const id = recordOfRow(row);
      if (id !== null) select(selection.has(id) ? [...selection].filter((one) => one !== id) : [...selection, id]);
      return true;
    }
    if (shiftKey || ctrlKey) return false;
    if (key === "*") {
      const siblings = rows.filter(({ parent, isOpen }) => parent === row.parent && isOpen === false);
      for (const sibling of siblings) toggleRow(tools, sibling.key);
      return true;
    }
    if (key === "Enter") {
      enter(row);
      return true;
    }
    if (key === "Escape" && column !== null) {
      moveTo(tools, { row: row.key, column: null });
      return true;
    }
    if (key !== "Delete" && key !== "Backspace") return false;
    if (row.kind === "port") disconnect(tools, row.end);
    else if (row.kind !== "problem" && row.kind !== "step") remove(row);
    return true;
  }

  function remove(row: OutlineRow) {
    const { selection } = tools.editor.getState();
    const title = titleOfRow(document, row);
    if (!tools.mayEdit) return;
    const isGone = (one: OutlineRow) => selection.has(recordOfRow(one) ?? "");
    const index = rows.indexOf(row);
    const next = rows.slice(index).find((one) => !isGone(one)) ?? rows.slice(0, index).findLast((one) => !isGone(one));
    actionOf("delete").run(tools);
    if (next) {
      choose(next, false);
      goToRow(tools, next.key);
    }
    announce(selection.size > 1 ? `Deleted ${selection.size} things.` : `Deleted ${title}.`);
  }

  function openMenu(row: OutlineRow) {
    const { selection, select } = tools.editor.getState();
    const id = recordOfRow(row);
    if (id !== null && !selection.has(id)) select([id]);
    const element = rowElement(row.key);
    if (element) tools.ui.setState({ menu: belowRow(element) });
  }

  /** Cells of ports and problems lead to the rows of these; else each row does what it is for. */
  function enter(row: OutlineRow) {
    const part = column === null ? null : columns[column];
    if (row.kind === "node" && (part === "inputs" || part === "outputs" || part === "problems")) {
      enterPart(row, part);
      return;
    }
    switch (row.kind) {
      case "node":
        actionOf("edit-params").run(tools);
        return;
      case "frame":
        if (row.isOpen !== null) toggleRow(tools, row.key);
        return;
      case "note":
        actionOf("rename").run(tools);
        return;
      case "port":
        if (tools.mayEdit) openConnect(tools, row.end);
        return;
      case "problem": {
        const [fix] = fixesFor(tools, row.problem);
        if (fix) fix.run();
        else actionOf("edit-params").run(tools);
        return;
      }
      case "step":
        openStep(tools, row.path);
    }
  }

  function enterPart(row: OutlineRow, part: "inputs" | "outputs" | "problems") {
    const isPart = (one: OutlineRow) =>
      part === "problems"
        ? one.kind === "problem"
        : one.kind === "port" && one.end.side === (part === "inputs" ? "input" : "output");
    if (row.isOpen === false) toggleRow(tools, row.key);
    const opened = outlineRows(document, tools.ui.getState().outlineToggled);
    const first = opened.find((one) => one.parent === row.key && isPart(one));
    if (first) goToRow(tools, first.key);
  }

  function type({ key, ctrlKey, shiftKey }: React.KeyboardEvent): boolean {
    if (ctrlKey || shiftKey || !/^[\p{L}\p{N}]$/u.test(key)) return false;
    const now = performance.now();
    const text = now - typed.current.at < TYPED_WITHIN_MS ? typed.current.text + key : key;
    typed.current = { text, at: now };
    const titles = rows.map((row) => titleOfRow(document, row));
    const found = findTyped(titles, text, rows.indexOf(at!)); // asked only where there is a row
    const row = found === null ? undefined : rows[found];
    if (row) {
      moveTo(tools, { row: row.key, column: null });
      choose(row, false);
    }
    return true;
  }
}
