import { Play } from "lucide-react";
import { Button } from "#components/ui/button";
import { WhyNotRun } from "../../forms/form-parts";
import { formatQuantity } from "../../ui/format-number.ts";

/** Always in reach: below the form, and on phones at the foot of the window. */
export function ManyBar({
  count,
  isBusy,
  isReady,
  whyNot,
  faults,
  error,
}: {
  count: number;
  isBusy: boolean;
  isReady: boolean;
  whyNot: string | null;
  faults: number;
  error: string | null;
}) {
  return (
    <div className="grid gap-2 border-t border-line bg-panel px-6 py-3 max-sm:px-4 lg:col-start-1 lg:row-start-2">
      <div className="mx-auto grid w-full max-w-[640px] gap-2">
        <WhyNotRun error={error} faults={faults} />
        <div className="flex flex-wrap items-center gap-3">
          <Button
            type="submit"
            form="batch-form"
            variant="run"
            size="lg"
            icon={Play}
            disabled={!isReady}
            isBusy={isBusy}
            aria-keyshortcuts="Control+Enter"
            className="max-sm:h-11 max-sm:flex-1"
          >
            {count > 0 ? `Run ${formatQuantity(count, "item")}` : "Run"}
          </Button>
          {whyNot !== null && <span className="text-xs text-2">{whyNot}</span>}
        </div>
      </div>
    </div>
  );
}
