"use client";
import { createElement, useEffect, useEffectEvent, useState } from "react";
import type { ComponentType } from "react";
import { flushSync } from "react-dom";
import { loadPart } from "./load-part.ts";
import { showToast } from "./toast-store.ts";

/**
 * A dialog whose script is fetched when it is first opened; nothing is shown until then. Where the script does not come, that is
 * said and the dialog closes, so that the next press tries again: what React.lazy was refused once stays refused.
 */
export function lazyDialog<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let kept: ComponentType<Props> | null = null;
  return function LazyDialog(props: Props & { onClose: () => void }) {
    const [dialog, setDialog] = useState(() => kept);
    const refuse = useEffectEvent((error: Error) => {
      showToast({
        tone: "failed",
        title: "The dialog was not opened",
        description: error.message,
        action: { label: "Reload", onAction: () => location.reload() },
      });
      props.onClose();
    });
    useEffect(() => {
      if (dialog) return;
      // Who went on meanwhile is told nothing.
      let isAwaited = true;
      loadPart(load).then(
        (loaded) => {
          kept = loaded;
          // At once with its effects, so that what is seen hears Escape.
          if (isAwaited) flushSync(() => setDialog(() => loaded));
        },
        (error: Error) => isAwaited && refuse(error),
      );
      return () => {
        isAwaited = false;
      };
    }, [dialog]);
    return dialog && createElement(dialog, props);
  };
}
