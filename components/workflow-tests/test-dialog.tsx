"use client";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { type TestAnswers, TestForm } from "./test-form.tsx";
import type { WorkflowTest } from "./use-tests.ts";

/** The dialog in which a test gets its name and tolerances. */
export function TestDialog({
  title,
  description,
  submit,
  name,
  isNameChosen = false,
  outputs,
  request,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  description: string;
  /** What its button says. */
  submit: string;
  name: string;
  /** The name is a proposal, to be typed over. */
  isNameChosen?: boolean;
  outputs: WorkflowTest["outputs"];
  /** How the sending goes. */
  request: { isPending: boolean; error: { message: string } | null; reset: () => void };
  onSubmit: (answers: TestAnswers) => void;
  onClose: () => void;
  /** Below the fields. */
  children?: React.ReactNode;
}) {
  return (
    <Dialog
      isOpen
      width="lg"
      onOpenChange={onClose}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="test" variant="primary" isBusy={request.isPending}>
            {submit}
          </Button>
        </>
      }
    >
      <TestForm
        id="test"
        name={name}
        outputs={outputs}
        error={request.error?.message}
        isNameChosen={isNameChosen}
        onEdit={request.reset}
        onSubmit={onSubmit}
      />
      {children}
    </Dialog>
  );
}
