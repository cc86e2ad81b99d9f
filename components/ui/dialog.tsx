"use client";
import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { useState } from "react";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { IconButton } from "./icon-button";

/** A question or a form over the page. Gives the focus back when it closes. `actions` stand at the lower right, the main one last. */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  description,
  actions,
  width = "md",
  children,
}: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description?: React.ReactNode;
  actions?: React.ReactNode;
  /** "full": all of the window, for looking closely. */
  width?: "md" | "lg" | "full";
  children?: React.ReactNode;
}) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Content
          {...(!description && { "aria-describedby": undefined })}
          className={classes(
            "fixed left-1/2 top-1/2 z-40 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 animate-appear flex-col rounded-4 border border-strong bg-overlay text-1 shadow-3",
            { md: "max-w-[440px]", lg: "max-w-[720px]", full: "h-[calc(100dvh-32px)]" }[width],
          )}
        >
          <header className="pl-5 pr-12 pt-4">
            <div className="pb-1">
              <Primitive.Title className="text-lg">{title}</Primitive.Title>
              {description && (
                <Primitive.Description asChild>
                  <div className="mt-1.5 leading-read text-2">{description}</div>
                </Primitive.Description>
              )}
            </div>
          </header>
          {children && (
            <div className={classes("min-h-0 overflow-y-auto px-5 py-3", width === "full" && "flex-1")}>{children}</div>
          )}
          {actions && <footer className="flex flex-wrap justify-end gap-2 px-5 pb-4 pt-3">{actions}</footer>}
          {/* Last, so that the first field or answer takes the focus, not this. */}
          <Primitive.Close asChild>
            <IconButton icon={X} label="Close" shortcut="Esc" className="absolute right-3 top-3" />
          </Primitive.Close>
        </Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function Content(props: ComponentProps<typeof Primitive.Content>) {
  // While it is drawn for the first time, before a field in it takes the focus.
  const [before] = useState(() => document.activeElement);
  return (
    <Primitive.Content
      {...props}
      onCloseAutoFocus={(event) => {
        // Radix gives it to a trigger of its own, which no dialog has here; what took it in the meantime keeps it.
        event.preventDefault();
        if (document.activeElement !== document.body) return;
        // No cards or rows: with the focus they would choose themselves alone, and the editor knows what is chosen now.
        if (before instanceof HTMLButtonElement) before.focus({ preventScroll: true });
      }}
    />
  );
}
