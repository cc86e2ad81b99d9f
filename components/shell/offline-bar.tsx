"use client";
import { WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Icon } from "#components/ui/icon";

/** Says that the machine is offline and what that means for what is on the page. */
export function OfflineBar() {
  const isOnline = useSyncExternalStore(subscribe, readOnline, () => true);
  if (isOnline) return null;
  return (
    <div
      role="status"
      data-status="warned"
      className="flex min-h-9 shrink-0 items-center gap-2 border-b border-line bg-state-soft px-6 py-1 text-xs max-sm:px-4"
    >
      <Icon icon={WifiOff} size={14} className="text-state" />
      You are offline. What you see stays as it was and goes on by itself when the connection is back.
    </div>
  );
}

function subscribe(onChange: () => void) {
  addEventListener("online", onChange);
  addEventListener("offline", onChange);
  return () => {
    removeEventListener("online", onChange);
    removeEventListener("offline", onChange);
  };
}

function readOnline(): boolean {
  return navigator.onLine;
}
