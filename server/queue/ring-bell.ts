import "#server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "../db/client.ts";
import type { channels } from "./channels.ts";

export type Bell = {
  /** Notifies soon, in a statement of its own. Never throws and is not waited for: listeners poll as well. */
  ring: (channel: (typeof channels)[keyof typeof channels], payload: string) => void;
  /** Resolves when what was rung has been sent, or could not be. */
  settled: () => Promise<void>;
};

/** Rings what came together in one statement, each different payload once, one statement at a time. */
export function createBell(database: Database): Bell {
  let waiting = new Map<string, { channel: string; payload: string }>();
  let sending: Promise<void> | null = null;

  async function send() {
    // What is rung in the same turn goes out in the same statement.
    await nextTurn();
    while (waiting.size > 0) {
      const rung = [...waiting.values()];
      waiting = new Map();
      const values = [rung.map(({ channel }) => channel), rung.map(({ payload }) => payload)];
      await database.$client
        .query({ name: "ring-bell", text: statement, values })
        .catch((error: Error) => console.warn(`A notification was lost, the polls make up for it: ${error.message}`));
    }
    sending = null;
  }

  return {
    ring(channel, payload) {
      waiting.set(`${channel} ${payload}`, { channel, payload });
      sending ??= send();
    },
    settled: async () => void (await sending),
  };
}

/** Its commit waits for no disk: a bell that is lost with the power is no more than lost. */
const statement = `
select set_config('synchronous_commit', 'off', true), pg_notify(channel, payload)
from unnest($1::text[], $2::text[]) as rung(channel, payload)`;
