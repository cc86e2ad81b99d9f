import { CircleX } from "lucide-react";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import type { NodeFailure } from "#graph/run-events";

/** Why a step or a run failed: the sentence, where it was, and the stable code for people who search for it. */
export function FailurePanel({
  failure,
  title,
  onShowStep,
  action,
}: {
  failure: NodeFailure;
  title: string;
  onShowStep?: (() => void) | undefined;
  /** Where one goes from here, when the step is not on this page. */
  action?: React.ReactNode;
}) {
  const { message, kind, port, param, item } = failure;
  const places = [
    ...(item ? [`item ${item.map((index) => index + 1).join(" › ")}`] : []),
    ...(port ? [`port ${port}`] : []),
    ...(param ? [`param ${param}`] : []),
  ].join(", ");
  return (
    <div role="alert" data-status="failed" className="flex gap-2.5 rounded-3 bg-state-soft px-3.5 py-3">
      <Icon icon={CircleX} className="mt-0.5 text-state" />
      <div className="min-w-0 flex-1">
        <h3 className="font-strong">{title}</h3>
        <p className="mt-0.5 whitespace-pre-wrap wrap-anywhere">{message}</p>
        <p className="mono mt-1 wrap-anywhere text-xs text-2">
          {kind}
          {places && `, ${places}`}
        </p>
        {onShowStep && (
          <Button size="sm" className="mt-2" onClick={onShowStep}>
            Show the step
          </Button>
        )}
        {action && <div className="mt-2">{action}</div>}
      </div>
    </div>
  );
}
