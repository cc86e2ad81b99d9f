import Link from "next/link";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";

/** Something was published. */
export function PublishedDialog({
  name,
  published: { deploymentId, number },
  goOn,
  onClose,
}: {
  name: string;
  published: { deploymentId: string; number: number };
  /** What the person was doing. */
  goOn: string;
  onClose: () => void;
}) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`“${name}” is published`}
      description={`Version ${number} answers from now on.`}
      actions={
        <>
          <Button onClick={onClose}>{goOn}</Button>
          <Link
            href={`/deployments/${deploymentId}`}
            className="inline-flex h-md items-center rounded-2 bg-ink px-2.5 font-medium text-on-ink no-underline hover:bg-ink-hover"
          >
            Show the deployment
          </Link>
        </>
      }
    />
  );
}
