"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { isOutOfReach } from "../streams/ask-server.ts";
import { downTitle, NextTry } from "./server-down";
import { useServerProbe } from "./use-server-probe.ts";

/**
 * A link to a page that cannot be loaded would end in the browser's own error page, and take the page at hand away. So while
 * the server does not answer, the link waits for it, and the page stays.
 */
export function LeavingGuard() {
  const [href, setHref] = useState<string | null>(null);
  useEffect(() => {
    const look = (event: MouseEvent) => {
      const target = isOutOfReach() ? linkOf(event) : null;
      if (target === null) return;
      event.preventDefault();
      event.stopPropagation();
      setHref(target);
    };
    // Before React hears of it.
    document.addEventListener("click", look, { capture: true });
    return () => document.removeEventListener("click", look, { capture: true });
  }, []);
  return href !== null && <Waiting href={href} onEnd={() => setHref(null)} />;
}

function Waiting({ href, onEnd }: { href: string; onEnd: () => void }) {
  const router = useRouter();
  const probe = useServerProbe();
  const { status } = probe;
  useEffect(() => {
    if (status !== "answers") return;
    onEnd();
    router.push(href);
  }, [status, href, onEnd, router]);
  if (probe.status !== "down") return null;
  return (
    <Dialog
      isOpen
      onOpenChange={onEnd}
      title={downTitle()}
      actions={
        <>
          <Button onClick={onEnd}>Stay here</Button>
          <Button variant="primary" onClick={probe.tryNow}>
            Try now
          </Button>
        </>
      }
    >
      <p role="status">
        The page that you asked for opens by itself once it can be reached, <NextTry at={probe.nextTryAt} />. This page
        stays as it is until then.
      </p>
    </Dialog>
  );
}

/** The page of ours that the click would lead to, in this tab. */
function linkOf(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (
    !(link instanceof HTMLAnchorElement) ||
    link.hasAttribute("download") ||
    (link.target && link.target !== "_self")
  ) {
    return null;
  }
  const url = new URL(link.href);
  const isHere = url.pathname === location.pathname && url.search === location.search;
  return url.origin !== location.origin || isHere || url.pathname.startsWith("/api/") ? null : link.href;
}
