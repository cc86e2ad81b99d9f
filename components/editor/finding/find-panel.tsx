"use client";
import { ArrowDown, ArrowUp, CaseSensitive, X } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { replaceWords } from "#graph/commands/replace-words";
import type { Replacement } from "#graph/commands/replace-words";
import { findWords } from "#graph/find-words";
import type { Found, Wanted } from "#graph/find-words";
import { Button } from "#components/ui/button";
import { IconButton } from "#components/ui/icon-button";
import { TextInput } from "#components/ui/text-input";
import { formatQuantity } from "../../ui/format-number.ts";
import { announce } from "../../ui/toast-store.ts";
import { useCanvas, useEditor } from "../canvas/canvas-context.tsx";
import { goToNode } from "../canvas/canvas-work.ts";
import { useTools } from "../editor-tools.ts";
import { FoundRow, canvasIdOf } from "./found-row.tsx";

/** Finds words in titles, params, frames and notes, lights them up on the canvas, and replaces them. */
export function FindPanel() {
  const { ui } = useTools();
  const isOpen = useStore(ui, (state) => state.isFindOpen);
  return isOpen ? <OpenPanel /> : null;
}

/** More rows than these help nobody; all of them are counted and replaced. */
const MAX_ROWS = 200;

function OpenPanel() {
  const tools = useTools();
  const { ui, editor, mayEdit } = tools;
  const { view } = useCanvas();
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const [wanted, setWanted] = useState<Wanted>({ words: "", matchCase: false });
  const [by, setBy] = useState("");
  const [chosen, setChosen] = useState(0);
  const looked = useDeferredValue(wanted);
  const found = useMemo(() => findWords(graph, library, looked), [graph, library, looked]);
  const previews = useMemo(
    () => replaceWords(graph, library, { found, wanted: looked, by }).replacements,
    [graph, library, found, looked, by],
  );
  const at = Math.min(chosen, Math.max(found.length - 1, 0));
  const current = found[at];
  const field = useRef<HTMLInputElement>(null);
  const [before] = useState(() => document.activeElement);

  useEffect(() => {
    view.setState({ found: new Set(found.map(canvasIdOf)), foundAt: current ? canvasIdOf(current) : null });
  }, [view, found, current]);
  useEffect(() => () => view.setState({ found: new Set(), foundAt: null }), [view]);

  function goTo(index: number) {
    if (found.length === 0) return;
    const next = (index + found.length) % found.length;
    setChosen(next);
    const one = found[next]!;
    goToNode(tools, canvasIdOf(one), { takesFocus: false });
    announce(`${next + 1} of ${found.length}: ${one.title}, ${one.label}: ${one.text}`);
  }
  function close() {
    ui.setState({ isFindOpen: false });
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
  function replace(ones: readonly Found[]) {
    const state = editor.getState();
    const { patch, replacements } = replaceWords(state.graph, library, { found: ones, wanted: looked, by });
    state.apply(patch, { label: ones.length === 1 ? "Replace" : "Replace all" });
    tell(replacements);
  }
  function tell(replacements: readonly Replacement[]) {
    const refused = replacements.filter((one) => "reason" in one);
    const count = replacements.length - refused.length;
    const [first] = refused;
    const title = count === 0 ? "Nothing was replaced" : `Replaced at ${formatQuantity(count, "place")}`;
    const left =
      first &&
      `${formatQuantity(refused.length, "place")} left: ${first.found.title}, ${first.found.label} ${first.reason}.`;
    tools.tell({ title, ...(left && { description: left }) });
  }

  return (
    <search
      aria-label="Find and replace"
      className="absolute top-3 right-3 z-10 flex max-h-[calc(100%-24px)] w-[380px] max-w-[calc(100%-24px)] flex-col rounded-3 border border-line bg-panel text-xs shadow-2"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <div className="flex items-center gap-1 p-1.5">
        <TextInput
          ref={field}
          autoFocus
          data-find-words
          inputSize="sm"
          aria-label="Find"
          placeholder="Find in titles, params and notes"
          value={wanted.words}
          onChange={({ currentTarget: { value } }) => {
            setWanted({ ...wanted, words: value });
            setChosen(0);
          }}
          onKeyDown={(event) => event.key === "Enter" && goTo(event.shiftKey ? at - 1 : at + 1)}
        />
        <output className="min-w-14 text-center whitespace-nowrap text-2 tabular-nums" aria-label="Places found">
          {found.length === 0 ? (wanted.words ? "None" : "") : `${at + 1} of ${found.length}`}
        </output>
        <IconButton
          icon={CaseSensitive}
          size="sm"
          label="Match capitals"
          isPressed={wanted.matchCase}
          onClick={() => setWanted({ ...wanted, matchCase: !wanted.matchCase })}
        />
        <IconButton icon={ArrowUp} size="sm" label="Place before" onClick={() => goTo(at - 1)} />
        <IconButton icon={ArrowDown} size="sm" label="Next place" onClick={() => goTo(at + 1)} />
        <IconButton icon={X} size="sm" label="Close the search" onClick={close} />
      </div>
      {mayEdit && (
        <div className="flex items-center gap-1 px-1.5 pb-1.5">
          <TextInput
            inputSize="sm"
            aria-label="Replace with"
            placeholder="Replace with"
            value={by}
            onChange={({ currentTarget: { value } }) => setBy(value)}
            onKeyDown={(event) => event.key === "Enter" && current && replace([current])}
          />
          <Button size="sm" disabled={!current} onClick={() => current && replace([current])}>
            Replace
          </Button>
          <Button size="sm" disabled={found.length === 0} onClick={() => replace(found)}>
            Replace all
          </Button>
        </div>
      )}
      {found.length > 0 && (
        <ul aria-label="Places" className="min-h-0 divide-y divide-(--border) overflow-y-auto border-t border-line">
          {previews.slice(0, MAX_ROWS).map((preview, index) => (
            <FoundRow
              key={index}
              preview={preview}
              wanted={looked}
              isCurrent={index === at}
              isReplacing={mayEdit && by !== ""}
              onGo={() => goTo(index)}
            />
          ))}
          {found.length > MAX_ROWS && (
            <li className="px-2.5 py-2 text-3">
              {found.length - MAX_ROWS} more, which are counted and replaced as well
            </li>
          )}
        </ul>
      )}
    </search>
  );
}
