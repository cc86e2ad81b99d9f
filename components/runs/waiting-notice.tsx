import { Button } from "#components/ui/button";
import { StatusGlyph } from "#components/ui/status-glyph";
import type { StepRow } from "./step-row.ts";

/** What a run that has let go of its place waits for, and the way to where it is answered. */
export function WaitingNotice({ step, onShow }: { step: StepRow; onShow: () => void }) {
  return (
    <div role="status" data-status="paused" className="flex items-center gap-2.5 rounded-3 bg-state-soft px-3.5 py-2">
      <StatusGlyph status="paused" size={16} />
      <p className="min-w-0 flex-1 wrap-anywhere">
        <span className="font-strong">{step.title}</span>: {step.words.charAt(0).toLowerCase() + step.words.slice(1)}
      </p>
      <Button size="sm" onClick={onShow}>
        Show the step
      </Button>
    </div>
  );
}
