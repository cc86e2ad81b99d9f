"use client";
import { usePathname } from "next/navigation";
import type { RouterOutputs } from "#components/trpc";
import { AheadLink } from "#components/ui/ahead-link";
import { LeavingGuard } from "./leaving-guard";
import { Mark } from "./mark";
import { NavigationBar, NavigationColumn } from "./navigation";
import { OfflineBar } from "./offline-bar";
import { SessionProvider } from "./session-context";
import { UserMenu } from "./user-menu";

/** The app around its pages. The editor fills the window and brings its own top bar. */
export function AppShell({
  session,
  children,
}: {
  session: RouterOutputs["session"]["get"];
  children: React.ReactNode;
}) {
  const isEditor = /^\/workflows\/[^/]+$/.test(usePathname());
  const { user, workspace } = session;
  if (isEditor) {
    return (
      <SessionProvider session={session}>
        <LeavingGuard />
        {children}
      </SessionProvider>
    );
  }
  return (
    <SessionProvider session={session}>
      <LeavingGuard />
      <div className="grid h-dvh grid-cols-[200px_minmax(0,1fr)] max-md:grid-cols-[52px_minmax(0,1fr)] max-sm:grid-cols-[minmax(0,1fr)] max-sm:grid-rows-[auto_minmax(0,1fr)_auto]">
        <a
          href="#content"
          className="fixed left-2 top-2 z-50 -translate-y-20 rounded-2 bg-ink px-3 py-2 text-on-ink focus:translate-y-0"
        >
          Skip to the content
        </a>
        <nav aria-label="Main" className="flex flex-col gap-px border-r border-line bg-panel px-2 py-3 max-sm:hidden">
          <AheadLink
            href="/workflows"
            className="mb-3 flex h-8 items-center gap-2 rounded-2 px-2 text-md font-strong tracking-[-0.01em] no-underline max-md:w-9 max-md:justify-center max-md:px-0"
          >
            <Mark />
            <span className="max-md:sr-only">Patchbay</span>
          </AheadLink>
          <NavigationColumn />
          <div className="flex-1" />
          <UserMenu user={user} workspaceName={workspace.name} />
        </nav>
        <header className="hidden h-11 items-center gap-2 border-b border-line bg-panel px-4 max-sm:flex">
          <Mark />
          <span className="min-w-0 flex-1 truncate font-strong">{workspace.name}</span>
          <UserMenu user={user} workspaceName={workspace.name} isCompact side="bottom" />
        </header>
        {/* What is placed within holds on to it and is clipped with it: else the window grows by what a page scrolls. */}
        <main
          id="content"
          tabIndex={-1}
          className="relative flex min-h-0 min-w-0 flex-col overflow-clip bg-canvas outline-none focus-visible:shadow-none"
        >
          <OfflineBar />
          {children}
        </main>
        <nav
          aria-label="Places"
          className="hidden h-14 border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] max-sm:flex"
        >
          <NavigationBar />
        </nav>
      </div>
    </SessionProvider>
  );
}
