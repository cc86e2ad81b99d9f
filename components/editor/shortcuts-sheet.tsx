"use client";
import { useStore } from "zustand";
import { Dialog } from "#components/ui/dialog";
import { Kbd } from "#components/ui/kbd";
import { editorActions } from "./editor-actions.ts";
import type { ActionGroup } from "./editor-action.ts";
import { useTools } from "./editor-tools.ts";
import { isMacPlatform, keysText } from "./keys.ts";

const groups: readonly ActionGroup[] = ["Run", "Edit", "Canvas", "View", "Workflow"];

/** `?`: all keys, from the same list that they are bound from. */
export function ShortcutsSheet() {
  const { ui } = useTools();
  const isOpen = useStore(ui, ({ dialog }) => dialog === "shortcuts");
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(next) => ui.setState({ dialog: next ? "shortcuts" : null })}
      title="Keys"
      width="lg"
    >
      <div className="columns-2 gap-8 pb-3 max-sm:columns-1">
        {groups.map((group) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-2xs font-medium text-3">{group}</h3>
            <dl>
              {editorActions
                .filter((action) => action.group === group && action.keys.length > 0)
                .map(({ id, label, keys }) => (
                  <div key={id} className="flex h-7 items-center justify-between gap-3 text-xs">
                    <dt>{label}</dt>
                    <dd className="flex gap-1">
                      {keys.map((chord) => (
                        <Kbd key={chord}>{keysText(chord, isMacPlatform())}</Kbd>
                      ))}
                    </dd>
                  </div>
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
