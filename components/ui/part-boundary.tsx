"use client";
import { RotateCcw } from "lucide-react";
import { Button } from "./button";
import { classes } from "./classes.ts";
import { CopyButton } from "./copy-button";
import { errorDetails } from "./error-details.ts";
import { RenderBoundary } from "./render-boundary";

/** Around a part of a page that draws what it did not make: where that cannot be drawn, the rest of the page stays. */
export function PartBoundary({
  what,
  size = "panel",
  resetKey,
  children,
}: {
  /** As a sentence begins: "This value". */
  what: string;
  size?: "node" | "panel";
  resetKey?: unknown;
  children: React.ReactNode;
}) {
  return (
    <RenderBoundary
      resetKey={resetKey}
      fallback={({ error, retry }) => (
        <section
          role="alert"
          data-status="failed"
          className={classes(
            "nodrag grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5 text-xs",
            size === "node" ? "p-2" : "m-3.5 rounded-3 border border-line bg-node p-3",
          )}
        >
          <p className="font-medium text-danger">{what} cannot be drawn</p>
          <p className="line-clamp-3 wrap-anywhere text-2">{error.message}</p>
          <p className="flex flex-wrap gap-1.5">
            <Button size="sm" icon={RotateCcw} onClick={retry}>
              Try again
            </Button>
            <CopyButton label="Copy the details" text={errorDetails(what, error)} />
          </p>
        </section>
      )}
    >
      {children}
    </RenderBoundary>
  );
}
