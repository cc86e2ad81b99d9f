import Link from "next/link";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col bg-canvas">
      <EmptyState
        isPageTitle
        title="There is nothing at this address"
        actions={
          <LinkButton variant="primary">
            <Link href="/">Go to the workflows</Link>
          </LinkButton>
        }
      >
        It may have been deleted, or it belongs to a workspace that you are no member of.
      </EmptyState>
    </main>
  );
}
