"use client";
import { useStore } from "zustand";
import { Circle } from "lucide-react";
import { Button } from "#components/ui/button";
import { IconButton } from "#components/ui/icon-button";
import { actionOf } from "./editor-actions.ts";
import { useTools } from "../editor-tools.ts";
import { useKeysOf } from "../keys/key-choices.ts";
import { isMacPlatform, keysText } from "../keys/keys.ts";

/** Whether an action can be done now; follows the document, the selection and the run. */
export function useCanDo(id: string): boolean {
  const tools = useTools();
  const { when } = actionOf(id);
  const byDocument = useStore(tools.editor, () => when?.(tools) ?? true);
  const byRun = useStore(tools.runs, () => when?.(tools) ?? true);
  return byDocument && byRun;
}

/** An action as a button with its words. */
export function ActionButton({ id }: { id: string }) {
  const tools = useTools();
  const action = actionOf(id);
  const canDo = useCanDo(id);
  return (
    <Button size="sm" disabled={!canDo} {...(action.icon && { icon: action.icon })} onClick={() => action.run(tools)}>
      {action.label}
    </Button>
  );
}

/** An action as an icon; its name and key are in the tooltip. */
export function ActionIcon({ id, size = "md", isPressed }: { id: string; size?: "sm" | "md"; isPressed?: boolean }) {
  const tools = useTools();
  const action = actionOf(id);
  const canDo = useCanDo(id);
  const [keys] = useKeysOf(action);
  return (
    <IconButton
      icon={action.icon ?? Circle}
      size={size}
      label={action.label}
      disabled={!canDo}
      {...(isPressed !== undefined && { isPressed })}
      shortcut={keys && keysText(keys, isMacPlatform())}
      onClick={() => action.run(tools)}
    />
  );
}
