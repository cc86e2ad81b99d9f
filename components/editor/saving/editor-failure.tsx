"use client";
import { Download, RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { ErrorState } from "#components/ui/error-state";
import type { WorkflowFile } from "#graph/schema";
import { errorDetails } from "../../ui/error-details.ts";
import { downloadWorkflow } from "../clipboard/download-file.ts";
import type { Autosave } from "./autosave.ts";

/**
 * In the place of an editor that cannot be drawn. What holds the work lives on outside of it: it goes on saving, and what
 * is not saved is put into the browser's journal before anything else is offered.
 */
export function EditorFailure({
  error,
  onRetry,
  keepNow,
  autosave,
  file,
}: {
  error: Error;
  onRetry: () => void;
  /** True once all is saved or kept. */
  keepNow: () => Promise<boolean>;
  autosave: Autosave | null;
  /** The workflow as it stands, without asking the server. */
  file: () => WorkflowFile;
}) {
  const [fate, setFate] = useState<"looking" | "saved" | "kept" | "lost">("looking");
  useEffect(() => {
    let isOver = false;
    async function secure() {
      const isKept = await keepNow();
      const isSaved = autosave ? await autosave.flush() : true;
      if (!isOver) setFate(isSaved ? "saved" : isKept ? "kept" : "lost");
    }
    void secure();
    return () => void (isOver = true);
  }, [keepNow, autosave]);

  function reload() {
    // It was made sure that nothing is lost, so leaving asks nothing. On the window, those who capture come first.
    if (fate === "kept") {
      window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
    }
    window.location.reload();
  }
  return (
    <main className="h-dvh overflow-y-auto bg-canvas">
      <div className="mx-auto max-w-[72ch] pt-16 max-sm:pt-4">
        <ErrorState
          title="The editor cannot be drawn"
          details={error.message}
          actions={
            <>
              <Button variant="primary" icon={RotateCcw} onClick={reload}>
                Reload the editor
              </Button>
              <Button icon={Download} onClick={() => downloadWorkflow(file())}>
                Download the workflow file
              </Button>
              <Button variant="quiet" onClick={onRetry}>
                Try again
              </Button>
              <CopyButton label="Copy the details" text={errorDetails("The editor", error)} />
            </>
          }
        >
          <span role="status">{words[fate]}</span>
        </ErrorState>
      </div>
    </main>
  );
}

const words = {
  looking: "Something in it went wrong. What is not saved yet is being kept.",
  saved: "Something in it went wrong. All changes are saved.",
  kept: "Something in it went wrong. What is not saved yet is kept in this browser and comes back when the editor is loaded again.",
  lost: "Something in it went wrong, and what was changed last could neither be saved nor be kept in this browser. Download the workflow before you load the editor again.",
};
