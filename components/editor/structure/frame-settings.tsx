"use client";
import { useId } from "react";
import { frameColours } from "#graph/schema";
import type { GraphGroup } from "#graph/schema";
import { ActionButton } from "../actions/action-button.tsx";
import { useEditor } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import { changeFrame, selectedFrame } from "./frame-work.ts";

const colours = [
  { value: undefined, name: "None" },
  ...frameColours.map((value) => ({ value, name: value[0]!.toUpperCase() + value.slice(1) })),
];

/** The colour of the chosen frame, and what is done with it as a whole. */
export function FrameSettings() {
  const frame = useEditor(selectedFrame);
  if (!frame) return null;
  return (
    <>
      <Colours frame={frame} />
      <div className="flex flex-wrap gap-1.5">
        <ActionButton id="fold-frame" />
        <ActionButton id="fit-frame" />
      </div>
    </>
  );
}

function Colours({ frame }: { frame: GraphGroup }) {
  const { editor, mayEdit } = useTools();
  const name = useId();
  return (
    <fieldset disabled={!mayEdit}>
      <legend className="mb-1.5 text-xs text-2">Colour</legend>
      <span className="flex gap-1.5">
        {colours.map(({ value, name: words }) => (
          <label key={words} className="colour-choice" data-colour={value} title={words}>
            <input
              type="radio"
              name={name}
              aria-label={words}
              checked={frame.colour === value}
              onChange={() => changeFrame(editor, frame.id, { colour: value }, "Colour frame")}
            />
          </label>
        ))}
      </span>
    </fieldset>
  );
}
