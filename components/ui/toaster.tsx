"use client";
import { CircleX, X } from "lucide-react";
import { Toast as Primitive } from "radix-ui";
import { buttonClasses } from "./button";
import { Icon } from "./icon";
import { IconButton } from "./icon-button";
import { dismissToast, useToastStore } from "./toast-store.ts";

/** Where toasts and announcements appear; once, around the app. */
export function Toaster({ children }: { children: React.ReactNode }) {
  const { toasts, announcement } = useToastStore();
  return (
    <Primitive.Provider duration={6_000} swipeDirection="right" label="Notification">
      {children}
      {toasts.map(({ id, title, description, tone, action }) => (
        <Primitive.Root
          key={id}
          data-status={tone}
          duration={tone === "failed" || action ? 12_000 : 6_000}
          onOpenChange={(isOpen) => !isOpen && dismissToast(id)}
          className="flex animate-appear items-start gap-2.5 rounded-3 border border-strong bg-overlay py-2.5 pl-3.5 pr-2 text-1 shadow-3"
        >
          {tone === "failed" && <Icon icon={CircleX} className="mt-1 text-state" />}
          <div className="min-w-0 flex-1 py-0.5">
            <Primitive.Title className="font-medium">{title}</Primitive.Title>
            {description && <Primitive.Description className="text-xs text-2">{description}</Primitive.Description>}
          </div>
          {action && (
            <Primitive.Action
              altText={action.label}
              onClick={action.onAction}
              className={buttonClasses({ size: "sm" })}
            >
              {action.label}
            </Primitive.Action>
          )}
          <Primitive.Close asChild>
            <IconButton icon={X} label="Dismiss" size="sm" />
          </Primitive.Close>
        </Primitive.Root>
      ))}
      <Primitive.Viewport className="fixed right-4 bottom-12 z-50 flex w-[360px] max-w-[calc(100vw-32px)] flex-col gap-2 outline-none max-sm:bottom-20" />
      <p aria-live="polite" className="sr-only">
        {announcement}
      </p>
    </Primitive.Provider>
  );
}
