import { CircleX } from "lucide-react";
import { Icon } from "#components/ui/icon";

/** Why the form was not taken, above its button. */
export function FormError({ message }: { message: string | null }) {
  return (
    <div role="alert">
      {message && (
        <p data-status="failed" className="flex gap-2 rounded-2 bg-state-soft px-3 py-2">
          <Icon icon={CircleX} className="mt-0.5 text-state" />
          <span className="wrap-anywhere">{message}</span>
        </p>
      )}
    </div>
  );
}
