"use client";
import { Tooltip as Primitive } from "radix-ui";
import { Kbd } from "./kbd";
import { isMovedByKeys } from "./moved-by-keys.ts";

/** Once, around the app: neighbouring tooltips open at once after the first. */
export function TooltipProvider({ children }: { children: React.ReactNode }) {
  return (
    <Primitive.Provider delayDuration={500} skipDelayDuration={300}>
      {children}
    </Primitive.Provider>
  );
}

/** What a control is called and its key. It repeats the accessible name or adds to it; nothing may be found only here. */
export function Tooltip({
  content,
  shortcut,
  side = "bottom",
  children,
}: {
  content: React.ReactNode;
  shortcut?: string | undefined;
  side?: "top" | "right" | "bottom" | "left";
  children: React.ReactElement;
}) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild onFocus={staysClosed}>
        {children}
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-appear items-center gap-2 rounded-2 border border-strong bg-overlay px-2 py-1 text-xs text-1 shadow-2"
        >
          {content}
          {shortcut && <Kbd>{shortcut}</Kbd>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** A dialog gives its first button the focus: a tooltip that opened there would take the key that is to close the dialog. */
function staysClosed(event: React.FocusEvent) {
  if (!isMovedByKeys()) event.preventDefault();
}
