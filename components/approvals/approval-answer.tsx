"use client";
import { Check, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import { TextInput } from "#components/ui/text-input";
import type { Answer } from "./approval-data.ts";

const roleWords = { runner: "a runner", editor: "an editor", admin: "an admin", owner: "an owner" } as const;

/** Note, Approve and Reject. Within the element that has `answerKeys`, A and R answer by keyboard. */
export function ApprovalAnswer({
  question,
  role,
  mayAnswer,
  isBusy,
  hasKeys = false,
  onAnswer,
}: {
  /** What is answered, for whoever hears the buttons one by one. */
  question: string;
  role: keyof typeof roleWords;
  mayAnswer: boolean;
  isBusy: boolean;
  hasKeys?: boolean;
  onAnswer: (answer: Answer) => void;
}) {
  const [note, setNote] = useState("");
  if (!mayAnswer) {
    return <p className="text-xs text-3">To be answered by {roleWords[role]} or somebody with a higher role.</p>;
  }
  const answer = (decision: Answer["decision"]) => onAnswer({ decision, ...(note.trim() && { note: note.trim() }) });
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <TextInput
        aria-label={`Note for: ${question}`}
        placeholder="Note, if you like"
        value={note}
        maxLength={2_000}
        onChange={(event) => setNote(event.target.value)}
        className="min-w-40 flex-1 max-sm:basis-full"
      />
      <Button
        icon={Check}
        variant="primary"
        isBusy={isBusy}
        className="max-sm:flex-1"
        data-answer="approved"
        aria-label={`Approve: ${question}`}
        onClick={() => answer("approved")}
      >
        Approve {hasKeys && <KeyHint>A</KeyHint>}
      </Button>
      <Button
        icon={X}
        isBusy={isBusy}
        className="max-sm:flex-1"
        data-answer="rejected"
        aria-label={`Reject: ${question}`}
        onClick={() => answer("rejected")}
      >
        Reject {hasKeys && <KeyHint>R</KeyHint>}
      </Button>
    </div>
  );
}

/** Keys say nothing where there is no keyboard. */
function KeyHint({ children }: { children: string }) {
  return (
    <span aria-hidden className="pointer-coarse:hidden">
      <Kbd>{children}</Kbd>
    </span>
  );
}
