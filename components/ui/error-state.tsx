import { CircleX } from "lucide-react";
import { classes } from "./classes.ts";
import { Icon } from "./icon";

/** An error in the place of what could not be shown: what, why, and what to do about it. `details` may be a request id. */
export function ErrorState({
  title,
  children,
  details,
  actions,
  isAligned = false,
}: {
  title: string;
  children: React.ReactNode;
  details?: string | undefined;
  actions?: React.ReactNode;
  /** With what stands above it, where the page has set it in already. */
  isAligned?: boolean;
}) {
  return (
    <section
      role="alert"
      className={classes(
        "max-w-[60ch] rounded-3 border border-line bg-node p-5",
        isAligned ? "my-3 w-full" : "m-6 max-sm:m-4",
      )}
    >
      <h2 className="flex items-center gap-2.5" data-status="failed">
        <Icon icon={CircleX} className="text-state" />
        {title}
      </h2>
      <p className="mt-2.5 wrap-anywhere leading-read text-2">{children}</p>
      {details && <p className="mono mt-2 wrap-anywhere text-xs text-2">{details}</p>}
      {actions && <div className="mt-4 flex flex-wrap gap-2">{actions}</div>}
    </section>
  );
}
