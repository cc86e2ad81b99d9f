"use client";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import type { EditorAction } from "../actions/editor-action.ts";
import { editorActions } from "../actions/editor-actions.ts";
import { chooseKey, holderOf, useKeysOf, whyNotChord } from "./key-choices.ts";
import { chordOf, isMacPlatform, keysText } from "./keys.ts";

/** An action with its keys. Pressed, it listens for the keys that are to be its own from now on. */
export function KeyRow({
  action,
  isListening,
  onListen,
}: {
  action: EditorAction;
  isListening: boolean;
  onListen: (isListening: boolean) => void;
}) {
  const keys = useKeysOf(action);
  // The browser's own copy and paste cannot be moved, and Escape leads out of everywhere.
  const isFixed = action.isNativeKey || action.id === "escape";
  if (isListening) return <Listening action={action} onDone={() => onListen(false)} />;
  return (
    <div className="flex min-h-7 items-center justify-between gap-3 text-xs">
      <dt>{action.label}</dt>
      <dd className="flex">
        {isFixed ? (
          <span className="flex gap-1 px-1">
            <Chords keys={keys} />
          </span>
        ) : (
          <button
            type="button"
            aria-label={`Change the keys of ${action.label}`}
            title="Change"
            className="flex min-h-6 min-w-6 items-center justify-center gap-1 rounded-2 px-1 hover:bg-hover"
            onClick={() => onListen(true)}
          >
            {keys.length > 0 ? <Chords keys={keys} /> : <span className="text-3">none</span>}
          </button>
        )}
      </dd>
    </div>
  );
}

function Chords({ keys }: { keys: readonly string[] }) {
  return keys.map((chord) => <Kbd key={chord}>{keysText(chord, isMacPlatform())}</Kbd>);
}

function Listening({ action, onDone }: { action: EditorAction; onDone: () => void }) {
  const [chord, setChord] = useState<string | null>(null);
  const isMac = isMacPlatform();
  const refusal = chord === null ? null : whyNotChord(chord);
  const holder = chord === null ? undefined : holderOf(chord, editorActions, action.id);
  const holderLabel = editorActions.find(({ id }) => id === holder?.id)?.label;

  function choose(next: string | null) {
    chooseKey(editorActions, { id: action.id, chord: next });
    onDone();
  }

  function listen(event: React.KeyboardEvent) {
    if (event.key === "Tab" || event.key === "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    const pressed = chordOf(event.nativeEvent, isMac);
    if (pressed === null) return;
    const isFree = whyNotChord(pressed) === null && !holderOf(pressed, editorActions, action.id);
    if (isFree) choose(pressed);
    else setChord(pressed);
  }

  return (
    <div
      ref={(box) => box?.scrollIntoView({ block: "nearest" })}
      className="my-1 grid break-inside-avoid gap-1.5 rounded-3 border border-strong bg-sunken p-2 text-xs"
    >
      <dt>{action.label}</dt>
      <dd className="grid gap-1.5">
        <input
          readOnly
          // Opened by a press of its own button, so the focus goes where the keys are heard.
          autoFocus
          aria-label={`New keys of ${action.label}`}
          aria-describedby="key-answer"
          value={chord === null ? "" : keysText(chord, isMac)}
          placeholder="Press the new keys"
          className="h-md rounded-2 border border-strong bg-overlay px-2 text-center text-1"
          onKeyDown={listen}
        />
        <p id="key-answer" role="status" className="text-2">
          {refusal ?? (holderLabel && `These are the keys of “${holderLabel}”.`) ?? ""}
        </p>
        <span className="flex justify-end gap-1.5">
          {holder && !refusal && (
            <Button size="sm" variant="primary" onClick={() => choose(chord)}>
              Use them here
            </Button>
          )}
          <Button size="sm" onClick={() => choose(null)}>
            No keys
          </Button>
          <Button size="sm" variant="quiet" onClick={onDone}>
            Cancel
          </Button>
        </span>
      </dd>
    </div>
  );
}
