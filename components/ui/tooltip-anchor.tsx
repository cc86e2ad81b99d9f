"use client";
import { useEffectEvent, useLayoutEffect } from "react";
import type { ComponentPropsWithRef } from "react";
import { isMovedByKeys } from "./moved-by-keys.ts";

type Told = Pick<
  ComponentPropsWithRef<"button">,
  "onPointerMove" | "onPointerLeave" | "onPointerDown" | "onFocus" | "onBlur" | "onClick" | "aria-describedby"
> & { ref?: React.Ref<Element> };

/** The trigger of a tooltip that is drawn elsewhere already: it draws nothing, and does to `anchor` what a trigger does to itself. */
export function TooltipAnchor({
  anchor,
  isPressed,
  ref,
  "aria-describedby": describedBy,
  ...handlers
}: Told & { anchor: Element; isPressed: React.RefObject<boolean> }) {
  useLayoutEffect(() => {
    if (typeof ref !== "function") return;
    const forget = ref(anchor);
    return () => (typeof forget === "function" ? forget() : void ref(null));
  }, [anchor, ref]);
  const tell = useEffectEvent((name: keyof typeof handlers, event: Event) => {
    // What a trigger reads of its events the browser's own have as well.
    (handlers[name] as ((event: Event) => void) | undefined)?.(event);
  });
  useLayoutEffect(() => {
    const gone = new AbortController();
    const listen = (type: string, name: keyof typeof handlers) =>
      anchor.addEventListener(type, (event) => tell(name, event), { signal: gone.signal });
    listen("pointermove", "onPointerMove");
    listen("pointerleave", "onPointerLeave");
    listen("pointerdown", "onPointerDown");
    listen("focusout", "onBlur");
    listen("click", "onClick");
    // A dialog gives its first button the focus: a tooltip that opened there would take the key that is to close the dialog.
    anchor.addEventListener("focusin", (event) => isMovedByKeys() && tell("onFocus", event), { signal: gone.signal });
    // What made this one be drawn is over.
    if (anchor.matches(":hover")) tell("onPointerMove", new PointerEvent("pointermove"));
    // A busy page hears of the pointer and of the press in one, and draws this after both.
    if (isPressed.current) tell("onClick", new MouseEvent("click"));
    if (anchor.contains(document.activeElement) && isMovedByKeys()) tell("onFocus", new FocusEvent("focusin"));
    return () => gone.abort();
  }, [anchor, isPressed]);
  useLayoutEffect(() => {
    if (!describedBy) return;
    const before = anchor.getAttribute("aria-describedby");
    anchor.setAttribute("aria-describedby", before ? `${before} ${describedBy}` : describedBy);
    return () =>
      before === null ? anchor.removeAttribute("aria-describedby") : anchor.setAttribute("aria-describedby", before);
  }, [anchor, describedBy]);
  return null;
}
