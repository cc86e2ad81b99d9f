import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { channels } from "../queue/channels.ts";
import { openListener } from "../queue/open-listener.ts";
import type { Bell } from "../queue/ring-bell.ts";

/** Who has a workflow open in one tab, where their pointer is on the canvas, and what they have chosen. */
const presentSchema = z.object({
  clientId: z.string(),
  userId: z.string(),
  name: z.string(),
  cursor: z.object({ x: z.number(), y: z.number() }).nullable(),
  selection: z.array(z.string()),
  /** The tab is open and out of sight: it tells of itself less often, and follows no stream. */
  isAway: z.boolean().default(false),
});
export type Present = z.output<typeof presentSchema>;

/** What somebody saved; `version` can be read. */
const savedSchema = z.object({ version: z.number(), by: z.string() });
export type PresenceEvent = { type: "people"; people: Present[] } | ({ type: "saved" } & z.output<typeof savedSchema>);

const messageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("here"), place: z.string(), person: presentSchema }),
  z.object({ type: z.literal("gone"), place: z.string(), clientId: z.string(), userId: z.string() }),
  z.object({ type: z.literal("saved"), place: z.string(), saved: savedSchema }),
]);
type Message = z.output<typeof messageSchema>;
type Place = { workspaceId: string; workflowId: string };
type Tab = Pick<Present, "clientId" | "userId">;

/** Tabs tell of themselves every three seconds; one that died without a word is gone after this. */
const GONE_AFTER_MS = 8_000;
/** Browsers let a tab out of sight speak once a minute at the least. */
const AWAY_GONE_AFTER_MS = 90_000;
const LOOK_EVERY_MS = 2_000;
/** For whoever watches: at most so often, however many move. */
const AT_MOST_EVERY_MS = 50;
/** More often than this one tab is not passed on. */
const LEAST_GAP_MS = 30;
const MAX_PEOPLE = 50;
/** Postgres takes 8,000 bytes a notification. */
const MAX_MESSAGE_BYTES = 7_500;

export type PresenceHub = {
  tell: (place: Place, person: Present) => void;
  tellSaved: (place: Place, saved: { version: number; by: string }) => void;
  /** Yields the others in the workflow whenever something about them changes, and saves. The tab is gone when it ends, unless it has said that it is away. */
  watch: (place: Place, tab: Tab & { signal: AbortSignal }) => AsyncGenerator<PresenceEvent, void>;
  close: () => Promise<void>;
};

/**
 * Who works where, over all web processes: each tells the others by NOTIFY and keeps what it hears in memory. Nothing of it
 * is stored, and what is lost comes again with the next word of the same tab.
 */
export function openPresenceHub(databaseUrl: string, bell: Bell): PresenceHub {
  const places = new Map<string, Map<string, { person: Present; at: number }>>();
  const watchers = new Map<string, Set<(message: Message) => void>>();
  const toldAt = new Map<string, number>();
  const listener = openListener(databaseUrl, {
    name: "patchbay-presence",
    channels: [channels.presence],
    onNotification(_channel, payload) {
      const message = readMessage(payload);
      if (message) hear(message);
    },
  });

  function hear(message: Message) {
    const { place } = message;
    const people = places.get(place) ?? new Map<string, { person: Present; at: number }>();
    if (message.type === "here") people.set(tabKey(message.person), { person: message.person, at: Date.now() });
    if (message.type === "gone") people.delete(tabKey(message));
    for (const [id, told] of people) if (isGone(told)) people.delete(id);
    if (people.size === 0) places.delete(place);
    else places.set(place, people);
    watchers.get(place)?.forEach((wake) => wake(message));
  }

  function send(message: Message) {
    const payload = JSON.stringify(message);
    if (Buffer.byteLength(payload) <= MAX_MESSAGE_BYTES) bell.ring(channels.presence, payload);
  }

  function peopleIn(place: string, own: Tab): Present[] {
    const others = [...(places.get(place)?.values() ?? [])].filter((told) => {
      return tabKey(told.person) !== tabKey(own) && !isGone(told);
    });
    return others.map(({ person }) => person).slice(0, MAX_PEOPLE);
  }

  return {
    tell(place, person) {
      const now = Date.now();
      if (now - (toldAt.get(tabKey(person)) ?? 0) < LEAST_GAP_MS) return;
      for (const [id, at] of toldAt) if (at < now - GONE_AFTER_MS) toldAt.delete(id);
      toldAt.set(tabKey(person), now);
      send({ type: "here", place: keyOf(place), person });
    },
    tellSaved: (place, saved) => send({ type: "saved", place: keyOf(place), saved }),
    async *watch(where, { clientId, userId, signal }) {
      const place = keyOf(where);
      const saves: z.output<typeof savedSchema>[] = [];
      let wake = () => {};
      const onMessage = (message: Message) => {
        if (message.type === "saved") saves.push(message.saved);
        wake();
      };
      watchers.set(place, (watchers.get(place) ?? new Set()).add(onMessage));
      let sent = "[]";
      try {
        while (!signal.aborted) {
          const heard = new Promise<void>((resolve) => (wake = resolve));
          for (const saved of saves.splice(0)) yield { type: "saved", ...saved };
          const people = peopleIn(place, { clientId, userId });
          if (JSON.stringify(people) !== sent) {
            sent = JSON.stringify(people);
            yield { type: "people", people };
          }
          const waiting = new AbortController();
          const pause = (ms: number) =>
            sleep(ms, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(() => {});
          await Promise.race([heard, pause(LOOK_EVERY_MS)]);
          waiting.abort();
          await sleep(AT_MOST_EVERY_MS, undefined, { signal }).catch(() => {});
        }
      } finally {
        const others = watchers.get(place);
        others?.delete(onMessage);
        if (others?.size === 0) watchers.delete(place);
        const own = places.get(place)?.get(tabKey({ clientId, userId }));
        if (!own?.person.isAway) send({ type: "gone", place, clientId, userId });
      }
    },
    close: () => listener.close(),
  };
}

function isGone({ person, at }: { person: Present; at: number }): boolean {
  return at < Date.now() - (person.isAway ? AWAY_GONE_AFTER_MS : GONE_AFTER_MS);
}

function keyOf({ workspaceId, workflowId }: Place): string {
  return `${workspaceId}/${workflowId}`;
}

/** A tab names itself, and everyone sees the names: nobody speaks for a tab of another person. */
function tabKey({ userId, clientId }: Tab): string {
  return `${userId}/${clientId}`;
}

/** Null for what a process of another release says in words of its own. */
function readMessage(payload: string): Message | null {
  try {
    return messageSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}
