"use client";
import Link from "next/link";
import { Button, LinkButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { testsHref } from "./tests-href.ts";

/** After a test was made; the children say what is to know of this one. */
export function TestIsKept({
  workflowId,
  onClose,
  children,
}: {
  workflowId: string;
  onClose: () => void;
  children: React.ReactNode;
}) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="The test is kept"
      description={<>It holds its inputs and what it expects by itself, also when this run is deleted. {children}</>}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <LinkButton variant="primary">
            <Link href={testsHref(workflowId)}>See the tests</Link>
          </LinkButton>
        </>
      }
    />
  );
}
