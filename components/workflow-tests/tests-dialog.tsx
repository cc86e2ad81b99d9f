"use client";
import Link from "next/link";
import { useStore } from "zustand";
import { Button, LinkButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { useTools } from "../editor/editor-tools.ts";
import { TestsBoard } from "./tests-board.tsx";
import { testsHref } from "./tests-href.ts";

const MOST_VERSIONS = 6;

/** The tests of the workflow that is drawn, over its last versions. */
export function TestsDialog() {
  const { ui, workflowId, mayEdit, saveNow } = useTools();
  const isOpen = useStore(ui, ({ dialog }) => dialog === "tests");
  const close = () => ui.setState({ dialog: null });
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(next) => !next && close()}
      width="lg"
      title="Tests"
      description="Runs that were kept as what the workflow has to give."
      actions={
        <>
          <LinkButton>
            <Link href={testsHref(workflowId)} className="no-underline">
              All versions
            </Link>
          </LinkButton>
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        </>
      }
    >
      {isOpen && <TestsBoard workflowId={workflowId} versions={MOST_VERSIONS} {...(mayEdit && { saveNow })} />}
    </Dialog>
  );
}
