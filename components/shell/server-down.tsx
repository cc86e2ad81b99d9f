"use client";
import { useEffect, useState } from "react";
import { isOffline } from "../streams/ask-server.ts";

export function downTitle(): string {
  return isOffline() ? "You are offline" : "The server does not answer";
}

/** When it is looked again: "next in 4 s". */
export function NextTry({ at }: { at: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((at - now) / 1_000);
  return <span className="tabular-nums">{seconds > 0 ? `next in ${seconds} s` : "now"}</span>;
}
