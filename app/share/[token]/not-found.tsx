import { EmptyState } from "#components/ui/empty-state";

/** The same for a link that never was, was revoked, or has expired. */
export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col bg-canvas">
      <EmptyState isPageTitle title="This link does not work">
        It may have expired or been revoked, or a part of the address is missing. Ask whoever sent it for a new one.
      </EmptyState>
    </main>
  );
}
