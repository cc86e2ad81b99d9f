"use client";
import { useEffect, useRef, useState } from "react";
import type { Point } from "../wires/wire-route.ts";

/** A small dialog beside a point of the window. A press elsewhere closes it, and so does Escape, which gives the focus back. */
export function FloatingCard({
  label,
  at,
  size,
  onClose,
  children,
}: {
  label: string;
  at: Point;
  /** The most that it takes, so that it stays in the window. */
  size: { width: number; height: number };
  onClose: () => void;
  children: React.ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    function closeOutside(event: PointerEvent) {
      if (event.target instanceof Node && !box.current?.contains(event.target)) onClose();
    }
    document.addEventListener("pointerdown", closeOutside, true);
    return () => document.removeEventListener("pointerdown", closeOutside, true);
  }, [onClose]);
  // Read while it is first rendered, since a field inside takes the focus as soon as it is there.
  const [before] = useState(() => document.activeElement);
  return (
    <div
      ref={box}
      role="dialog"
      aria-label={label}
      className="fixed z-40 animate-appear overflow-hidden rounded-3 border border-strong bg-overlay text-1 shadow-3"
      style={{
        width: size.width,
        left: Math.max(8, Math.min(at.x, window.innerWidth - size.width - 8)),
        top: Math.max(8, Math.min(at.y, window.innerHeight - size.height - 8)),
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
        if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      }}
    >
      {children}
    </div>
  );
}
