"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { createProbe, type ProbeState } from "./server-probe.ts";

/**
 * Looks whether the server answers, and while it does not, again and again. `onBack` is called when it answers after it
 * did not; where it answers at once, what failed has another reason.
 */
export function useServerProbe(onBack?: () => void): ProbeState & { tryNow: () => void } {
  const [state, setState] = useState<ProbeState>({ status: "looking" });
  const back = useRef(onBack);
  useEffect(() => void (back.current = onBack), [onBack]);
  const probe = useRef<ReturnType<typeof createProbe> | null>(null);
  useEffect(() => {
    const own = createProbe({ ask: doesAnswer, onChange: setState, onBack: () => back.current?.() });
    probe.current = own;
    const look = () => own.tryNow();
    window.addEventListener("online", look);
    return () => {
      window.removeEventListener("online", look);
      own.stop();
    };
  }, []);
  const tryNow = useCallback(() => probe.current?.tryNow(), []);
  return { ...state, tryNow };
}

const ANSWER_WITHIN_MS = 8_000;

/** A worker may lack: pages are shown without. */
async function doesAnswer(): Promise<boolean> {
  try {
    const response = await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const body = (await response.json()) as { database?: unknown };
    return body.database === "ok";
  } catch {
    return false;
  }
}
