import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AppRouter } from "#server/trpc/root";
import { pauseWhenHidden } from "./pause-when-hidden.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

type Link = ReturnType<TRPCLink<AppRouter>>;
type Call = Parameters<Link>[0];
type Received = Parameters<NonNullable<Parameters<ReturnType<Link>["subscribe"]>[0]["next"]>>[0];
type Stream = {
  input: unknown;
  isOpen: boolean;
  send: (...results: Received["result"][]) => void;
  complete: () => void;
};

/** A page that is shown or not, its subscription to `{ runId: "r" }`, and the streams that were opened for it. */
function subscribe({ isShown = true } = {}) {
  const streams: Stream[] = [];
  const heard: string[] = [];
  const lookers = new Set<() => void>();
  const next: Call["next"] = (op) =>
    observable((observer) => {
      const stream: Stream = {
        input: op.input,
        isOpen: true,
        send: (...results) => results.forEach((result) => observer.next({ result })),
        complete: () => observer.complete(),
      };
      streams.push(stream);
      observer.next({ result: { type: "state", state: "connecting", error: null } });
      return () => {
        stream.isOpen = false;
        // As the link of tRPC does.
        observer.complete();
      };
    });
  const op: Call["op"] = {
    id: 1,
    type: "subscription",
    path: "runs.watch",
    input: { runId: "r" },
    context: {},
    signal: null,
  };
  const sight = {
    isShown: () => isShown,
    onChange: (tell: () => void) => {
      lookers.add(tell);
      return () => lookers.delete(tell);
    },
  };
  const subscription = pauseWhenHidden({ sight, afterMs: 5_000 })({})({ op, next }).subscribe({
    next: ({ result }) =>
      heard.push("id" in result ? String(result.id) : `${"state" in result ? result.state : result.type}`),
    complete: () => heard.push("complete"),
  });
  return {
    streams,
    heard,
    lookers,
    leave: () => subscription.unsubscribe(),
    show(is: boolean) {
      isShown = is;
      lookers.forEach((tell) => tell());
    },
  };
}

const event = (id: string): Received["result"] => ({ type: "data", id, data: null });
const openInputs = (streams: readonly Stream[]) => streams.filter(({ isOpen }) => isOpen).map(({ input }) => input);

test("a page that is hidden for a while ends its stream, and goes on from the last seen id when it is shown", () => {
  const { streams, heard, show } = subscribe();
  streams[0]!.send({ type: "started" }, event("7"));

  show(false);
  vi.advanceTimersByTime(5_000);
  expect(openInputs(streams)).toEqual([]);
  show(true);
  streams[1]!.send({ type: "started" }, event("8"));

  expect(openInputs(streams)).toEqual([{ runId: "r", lastEventId: "7" }]);
  // Neither an end nor a lost connection was told.
  expect(heard).toEqual(["connecting", "started", "7", "started", "8"]);
});

test("a glance at another tab ends nothing", () => {
  const { streams, show } = subscribe();

  show(false);
  vi.advanceTimersByTime(4_000);
  show(true);
  vi.advanceTimersByTime(60_000);

  expect(streams.map(({ isOpen }) => isOpen)).toEqual([true]);
});

test("a page that was opened behind others asks for nothing until it is shown", () => {
  const { streams, show } = subscribe({ isShown: false });
  vi.advanceTimersByTime(60_000);
  expect(streams).toEqual([]);

  show(true);

  expect(openInputs(streams)).toEqual([{ runId: "r" }]);
});

test("a stream that came to its end is not opened again, and nobody looks any more", () => {
  const { streams, heard, lookers, show } = subscribe();

  streams[0]!.complete();
  show(false);
  vi.advanceTimersByTime(60_000);
  show(true);

  expect(streams.length).toBe(1);
  expect(heard.at(-1)).toBe("complete");
  expect(lookers.size).toBe(0);
});

test("a connection that is lost after the page was shown again is told", () => {
  const { streams, heard, show } = subscribe();
  streams[0]!.send({ type: "started" });
  show(false);
  vi.advanceTimersByTime(5_000);
  show(true);

  streams[1]!.send({ type: "state", state: "connecting", error: new Error("lost") as never });

  expect(heard).toEqual(["connecting", "started", "connecting"]);
});

test("whoever leaves while the page is hidden is left alone when it is shown", () => {
  const { streams, show, leave } = subscribe();
  show(false);
  vi.advanceTimersByTime(5_000);

  leave();
  show(true);

  expect(openInputs(streams)).toEqual([]);
});
