"use client";
import { useState } from "react";
import { useStore } from "zustand";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Kbd } from "#components/ui/kbd";
import type { ActionGroup } from "../actions/editor-action.ts";
import { editorActions } from "../actions/editor-actions.ts";
import { useTools } from "../editor-tools.ts";
import { forgetKeyChoices, useKeyChoices } from "./key-choices.ts";
import { KeyRow } from "./key-row.tsx";

const groups: readonly ActionGroup[] = ["Run", "Edit", "Canvas", "View", "Workflow"];

/** `?`: all keys, from the same list that they are bound from. A press on one changes it. */
export function ShortcutsSheet() {
  const { ui } = useTools();
  const isOpen = useStore(ui, ({ dialog }) => dialog === "shortcuts");
  const hasChoices = useKeyChoices(({ chosen }) => Object.keys(chosen).length > 0);
  const [listeningId, setListeningId] = useState<string | null>(null);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(next) => {
        // Escape leaves the keys as they are before it leaves the sheet.
        if (!next && listeningId !== null) setListeningId(null);
        else ui.setState({ dialog: next ? "shortcuts" : null });
      }}
      title="Keys"
      description="Press the keys of an action to choose others. They are kept in this browser."
      width="lg"
      {...(hasChoices && { actions: <Button onClick={forgetKeyChoices}>Back to the keys at first</Button> })}
    >
      <div className="columns-2 gap-8 pb-3 max-sm:columns-1">
        {groups.map((group) => (
          <section key={group} className="mb-4">
            <h3 className="mb-1 text-2xs font-medium text-3">{group}</h3>
            <dl>
              {editorActions
                .filter((action) => action.group === group)
                .map((action) => (
                  <KeyRow
                    key={action.id}
                    action={action}
                    isListening={listeningId === action.id}
                    onListen={(isListening) => setListeningId(isListening ? action.id : null)}
                  />
                ))}
            </dl>
          </section>
        ))}
        <section className="break-inside-avoid">
          <h3 className="mb-1 text-2xs font-medium text-3">On a chosen node</h3>
          <dl>
            <Row label="Through its ports">Tab</Row>
            <Row label="Start a wire, then choose where it ends">Enter</Row>
            <Row label="Move the canvas">Space</Row>
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

function Row({ label, children }: { label: string; children: string }) {
  return (
    <div className="flex h-7 items-center justify-between gap-3 text-xs">
      <dt>{label}</dt>
      <dd>
        <Kbd>{children}</Kbd>
      </dd>
    </div>
  );
}
