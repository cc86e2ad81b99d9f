"use client";
import { ChevronLeft, ChevronRight, Maximize2 } from "lucide-react";
import { useMemo, useState } from "react";
import type { JsonValue } from "#graph/json";
import { regionOn, regionSchema, wholePicture } from "#nodes/region";
import type { Region } from "#nodes/region";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { IconButton } from "#components/ui/icon-button";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import { picturesArriving } from "../region/pictures-arriving.ts";
import { RegionDrawing } from "../region/region-drawing.tsx";
import type { PictureSize } from "../region/region-geometry.ts";
import type { ParamField } from "../inspector/param-form.ts";
import type { FieldProps } from "./field-props.ts";
import { NumberField } from "./number-field.tsx";

const sides = [
  { name: "x", title: "From left" },
  { name: "y", title: "From top" },
  { name: "width", title: "Width" },
  { name: "height", title: "Height" },
] as const;

/** A rectangle, drawn on the picture that arrives at the node or typed in its pixels. */
export function RegionField(props: FieldProps) {
  const { field, value, onChange, isReadOnly, nodeId } = props;
  const [isLarge, setLarge] = useState(false);
  const [chosen, setChosen] = useState(0);
  const [sizes, setSizes] = useState<Record<string, PictureSize>>({});
  const graph = useEditor((state) => state.graph);
  const run = useRun((state) => state.run?.nodes ?? null);
  const { from, pictures } = useMemo(() => picturesArriving(graph, { nodeId, run }), [graph, nodeId, run]);
  const parsed = regionSchema.safeParse(value);
  const region = parsed.success ? parsed.data : wholePicture;
  const item = Math.min(chosen, pictures.length - 1);
  const picture = pictures[item];
  const size = picture && (sizeOf(picture) ?? sizes[picture.url] ?? null);
  const onPicture = size ? regionOn(region, size) : null;
  const drawing = picture && (
    <RegionDrawing
      key={picture.url}
      url={picture.url}
      label={field.title}
      size={size ?? null}
      region={onPicture}
      isReadOnly={isReadOnly}
      onSize={(found) => setSizes((before) => ({ ...before, [picture.url]: found }))}
      onChange={(next) => onChange({ ...next })}
    />
  );
  return (
    <div className="grid min-w-0 gap-1.5">
      {drawing && !isLarge && drawing}
      {picture ? (
        <div className="flex min-h-6 items-center gap-1 text-2xs text-3">
          <span className="tabular-nums">
            {size ? `${size.width} × ${size.height} px` : "Looking at the picture"}
            {from === "run" ? ", last run" : ""}
          </span>
          {pictures.length > 1 && (
            <span role="group" aria-label="Picture" className="ml-auto flex items-center tabular-nums">
              <IconButton
                icon={ChevronLeft}
                size="sm"
                label="Picture before"
                disabled={item === 0}
                onClick={() => setChosen(item - 1)}
              />
              {item + 1} of {pictures.length}
              <IconButton
                icon={ChevronRight}
                size="sm"
                label="Next picture"
                disabled={item === pictures.length - 1}
                onClick={() => setChosen(item + 1)}
              />
            </span>
          )}
          <IconButton
            icon={Maximize2}
            size="sm"
            label="Draw on a large picture"
            className={pictures.length > 1 ? "" : "ml-auto"}
            onClick={() => setLarge(true)}
          />
        </div>
      ) : (
        <p className="text-2xs text-3">To draw on the picture, run the workflow once or give its input a sample.</p>
      )}
      <Sides {...props} region={region} />
      {size && !onPicture && (
        <p role="status" className="text-2xs text-warn">
          It begins outside of this picture, which has {size.width} × {size.height} px.
        </p>
      )}
      {!isReadOnly && JSON.stringify(region) !== JSON.stringify(wholePicture) && (
        <button
          type="button"
          className="justify-self-start rounded-1 text-2xs text-3 underline-offset-2 hover:underline"
          onClick={() => onChange({ ...wholePicture })}
        >
          Whole picture
        </button>
      )}
      <Dialog
        isOpen={isLarge}
        onOpenChange={setLarge}
        title={field.title}
        description="Draw on the picture. Arrow keys move the region by 1 pixel, with Shift by 10; with Alt they resize it."
        width="lg"
        actions={
          <Button variant="primary" onClick={() => setLarge(false)}>
            Done
          </Button>
        }
      >
        <div className="grid gap-3">
          {drawing}
          <Sides {...props} region={region} control={{ ...props.control, id: `${props.control.id}-large` }} />
        </div>
      </Dialog>
    </div>
  );
}

function Sides({ field, control, onChange, region, ...rest }: FieldProps & { region: Region }) {
  return (
    <div role="group" aria-label={`${field.title} in pixels`} className="grid grid-cols-2 gap-x-2 gap-y-1.5">
      {sides.map(({ name, title }, index) => {
        const id = index === 0 ? control.id : `${control.id}-${name}`;
        return (
          <span key={name} className="grid grid-cols-[56px_minmax(0,1fr)] items-center gap-1">
            <label htmlFor={id} className="text-2xs text-2">
              {title}
            </label>
            <NumberField
              {...rest}
              field={sideField(name, title)}
              control={{ ...control, id }}
              value={region[name]}
              onChange={(next: JsonValue | undefined) =>
                onChange({ ...region, [name]: typeof next === "number" ? Math.max(0, Math.round(next)) : 0 })
              }
            />
          </span>
        );
      })}
    </div>
  );
}

function sideField(name: string, title: string): ParamField {
  return {
    name,
    title,
    widget: "number",
    unit: "px",
    isRequired: false,
    isOnNode: false,
    options: [],
    step: 1,
    minimum: 0,
    maximum: 65_535,
    accept: [],
    isNullable: false,
  };
}

function sizeOf({
  widthPx,
  heightPx,
}: {
  widthPx?: number | undefined;
  heightPx?: number | undefined;
}): PictureSize | null {
  return widthPx !== undefined && heightPx !== undefined ? { width: widthPx, height: heightPx } : null;
}
