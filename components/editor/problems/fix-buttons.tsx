"use client";
import { Button } from "#components/ui/button";
import { classes } from "../../ui/classes.ts";
import { useEditor } from "../canvas/canvas-context.tsx";
import type { Fault, Fix } from "./fixes.ts";

/** The buttons that mend a fault; made anew when the graph changes, since another one may need another mending. */
export function FixButtons({
  fault,
  fixesOf,
  className,
}: {
  fault: Fault;
  fixesOf: (fault: Fault) => Fix[];
  className?: string;
}) {
  useEditor(({ graph }) => graph);
  const fixes = fixesOf(fault);
  if (fixes.length === 0) return null;
  return (
    <div className={classes("nodrag flex flex-wrap gap-1", className)}>
      {fixes.map(({ label, run }) => (
        <Button
          key={label}
          size="sm"
          className="max-w-full"
          onClick={(event) => {
            event.stopPropagation();
            run();
          }}
        >
          <span className="truncate">{label}</span>
        </Button>
      ))}
    </div>
  );
}
