"use client";
import { Slot, Tooltip as Primitive } from "radix-ui";
import { useRef, useState } from "react";
import { Kbd } from "./kbd";
import { isMovedByKeys } from "./moved-by-keys.ts";
import { TooltipAnchor } from "./tooltip-anchor.tsx";

/** Once, around the app: neighbouring tooltips open at once after the first. */
export function TooltipProvider({ children }: { children: React.ReactNode }) {
  return (
    <Primitive.Provider delayDuration={500} skipDelayDuration={300}>
      {children}
    </Primitive.Provider>
  );
}

/**
 * What a control is called and its key. It repeats the accessible name or adds to it; nothing may be found only here. Until
 * someone points at the control or reaches it by keys there is nothing but the control: a page has dozens of them.
 */
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
  const [anchor, setAnchor] = useState<Element | null>(null);
  const isPressed = useRef(false);
  return (
    <>
      <Slot.Root
        onPointerEnter={({ pointerType, currentTarget }) => {
          isPressed.current = false;
          if (pointerType !== "touch") setAnchor(currentTarget);
        }}
        onPointerDown={() => (isPressed.current = true)}
        onFocus={({ currentTarget }) => {
          if (isMovedByKeys()) setAnchor(currentTarget);
        }}
      >
        {children}
      </Slot.Root>
      {anchor && (
        <Primitive.Root>
          <Primitive.Trigger asChild>
            <TooltipAnchor anchor={anchor} isPressed={isPressed} />
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
      )}
    </>
  );
}
