"use client";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { formatCount } from "../ui/format-number.ts";
import { removedWords, starredWords } from "./preview-words.ts";
import type { RemovalPreview } from "./storage-page";

/** Asks before rules that remove something hold. `preview` is undefined until it is known what they remove. */
export function ConfirmRulesDialog({
  preview,
  error,
  isBusy,
  onClose,
  onConfirm,
}: {
  preview: RemovalPreview | undefined;
  error: string | undefined;
  isBusy: boolean;
  onClose: () => void;
  onConfirm: () => void;
}) {
  const removed = preview && removedWords(preview);
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={
        preview && removed
          ? `Remove ${formatCount(preview.runs)} ${preview.runs === 1 ? "run" : "runs"}?`
          : "Save the rules?"
      }
      description={
        <>
          {!preview && "Looking what these rules would remove."}
          {preview && !removed && "They remove nothing now."}
          {removed && `As soon as they are saved, the rules begin to remove ${removed}. This cannot be undone.`}{" "}
          {preview && starredWords(preview)}
          {error && (
            <span role="alert" className="mt-2 block text-danger">
              {error}
            </span>
          )}
        </>
      }
      actions={
        <>
          <Button onClick={onClose}>Keep the runs</Button>
          <Button variant={removed ? "danger" : "primary"} disabled={!preview} isBusy={isBusy} onClick={onConfirm}>
            Save the rules
          </Button>
        </>
      }
    />
  );
}
