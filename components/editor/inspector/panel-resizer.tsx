"use client";
import { useEffect, useEffectEvent, useState } from "react";

/** The edge of a panel, by which it gets wider or narrower; the width is kept in this browser. */
export function PanelResizer({
  label,
  side,
  least,
  most,
  byDefault,
}: {
  label: string;
  /** The edge of the panel at which it stands. */
  side: "left" | "right";
  least: number;
  most: number;
  byDefault: number;
}) {
  const key = `patchbay.width.${label}`;
  const [width, setWidth] = useState(byDefault);
  const variable = side === "right" ? "--palette-width" : "--inspector-width";
  const takeUpKept = useEffectEvent(() => {
    const kept = Number(localStorage.getItem(key));
    if (kept >= least && kept <= most) apply(kept);
  });
  // Once: what is kept is read when the panel opens.
  useEffect(() => takeUpKept(), []);
  function apply(next: number) {
    const bounded = Math.round(Math.min(most, Math.max(least, next)));
    setWidth(bounded);
    document.querySelector<HTMLElement>(".editor-frame")?.style.setProperty(variable, `${bounded}px`);
    localStorage.setItem(key, String(bounded));
  }
  return (
    <div
      role="slider"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      data-side={side}
      className="panel-resizer"
      onDoubleClick={() => apply(byDefault)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const panel = event.currentTarget.parentElement?.getBoundingClientRect();
        if (!panel || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
        apply(side === "right" ? event.clientX - panel.left : panel.right - event.clientX);
      }}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -20, ArrowRight: 20 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        apply(width + (side === "right" ? step : -step));
      }}
    />
  );
}
