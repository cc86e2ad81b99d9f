"use client";
import { PageFailure } from "#components/shell/page-failure";

/** For what fails outside the signed-in part, and for the shell itself. */
export default function RootError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="min-h-dvh bg-canvas pt-6">
      <PageFailure {...props} />
    </main>
  );
}
