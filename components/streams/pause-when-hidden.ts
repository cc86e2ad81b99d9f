import type { OperationLink, TRPCLink } from "@trpc/client";
import { observable, type Unsubscribable } from "@trpc/server/observable";
import type { AppRouter } from "#server/trpc/root";
import { type PageSight, pageSight } from "./page-sight.ts";

/** A glance at another tab costs no reconnection. */
export const PAUSE_AFTER_MS = 5_000;

/**
 * Ends the streams of a page that nobody sees, and takes them up from the last seen id when it is shown again: browsers open
 * six connections to an origin, for all tabs together, and a stream holds one. Whoever subscribed notices nothing but a
 * second "started".
 */
export function pauseWhenHidden({
  sight = pageSight,
  afterMs = PAUSE_AFTER_MS,
}: { sight?: PageSight; afterMs?: number } = {}): TRPCLink<AppRouter> {
  return () => (call) => observable((observer) => follow(call, observer, { sight, afterMs }));
}

type Call = Parameters<OperationLink<AppRouter>>[0];
type Observer = Parameters<Parameters<typeof observable<Received, Failure>>[0]>[0];
type Received = Parameters<NonNullable<Parameters<ReturnType<Call["next"]>["subscribe"]>[0]["next"]>>[0];
type Failure = Parameters<NonNullable<Parameters<ReturnType<Call["next"]>["subscribe"]>[0]["error"]>>[0];

function follow({ op, next }: Call, observer: Observer, { sight, afterMs }: { sight: PageSight; afterMs: number }) {
  let stream: Unsubscribable | null = null;
  let lastEventId: string | undefined;
  let hasStarted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what was opened: a stream says that it is complete when it is left, too. */
  let opened = 0;
  const stopLooking = sight.onChange(look);

  function open() {
    const own = ++opened;
    const isResumed = hasStarted;
    const input = lastEventId === undefined ? op.input : { ...(op.input as object), lastEventId };
    const opening = next({ ...op, input }).subscribe({
      next(value) {
        if (own !== opened) return;
        const { result } = value;
        if (result.type === "started") hasStarted = true;
        // A page that is shown again has lost nothing.
        if (isResumed && result.type === "state" && result.state === "connecting" && !result.error) return;
        if ("id" in result && typeof result.id === "string") lastEventId = result.id;
        observer.next(value);
      },
      error(error) {
        if (own !== opened) return;
        end();
        observer.error(error);
      },
      complete() {
        if (own !== opened) return;
        end();
        observer.complete();
      },
    });
    if (own === opened) stream = opening;
  }

  function pause() {
    opened++;
    stream?.unsubscribe();
    stream = null;
  }

  function look() {
    clearTimeout(timer);
    if (sight.isShown()) {
      if (!stream) open();
    } else if (stream) timer = setTimeout(pause, afterMs);
  }

  function end() {
    clearTimeout(timer);
    stopLooking();
    pause();
  }

  // A tab that was opened behind others has nobody to tell.
  if (sight.isShown()) open();
  return end;
}
