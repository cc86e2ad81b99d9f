import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { servicePort } from "./places.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

const FIRST_ANSWERS = 10;
/** Longer than a run waits between two words about how far it is. */
const PACE_MS = 150;

export type ServiceHeld = {
  /** From now on every request is answered at once. */
  letGo: () => void;
  close: () => Promise<void>;
};

/** A service that answers the first requests one after the other and holds the others, so that who asks for more is under way for as long as one likes. */
export async function openHeldService(): Promise<ServiceHeld> {
  const waiting: ServerResponse[] = [];
  let isHeld = true;
  let answered = 0;
  const answer = (response: ServerResponse) => response.writeHead(200, { "content-type": "text/plain" }).end("yes");
  const server = createServer((_request, response) => {
    if (isHeld) waiting.push(response);
    else answer(response);
  });
  async function answerFirst() {
    while (isHeld && answered < FIRST_ANSWERS) {
      const next = waiting.shift();
      if (next) answered++;
      if (next) answer(next);
      await sleep(PACE_MS);
    }
  }
  server.listen(servicePort, "127.0.0.1");
  await once(server, "listening");
  void answerFirst();
  return {
    letGo: () => {
      isHeld = false;
      for (const response of waiting.splice(0)) answer(response);
    },
    close: async () => {
      isHeld = false;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Asks the service once for each of some numbers. */
export function asksFor(title: string, items: number): WorkflowSketch {
  const sample = Array.from({ length: items }, (_, n) => n);
  const url = `http://127.0.0.1:${servicePort}/{{number}}`;
  return {
    title,
    nodes: {
      numbers: {
        type: "workflow-input",
        title: "Numbers",
        params: { name: "numbers", kind: "number", list: true, sample },
      },
      ask: {
        type: "http-request",
        title: "Ask for each",
        params: { url, response: "text", timeoutS: 240, retries: 0 },
      },
      answers: { type: "workflow-output", title: "Answers", params: { name: "answers" } },
    },
    wires: [
      ["numbers.value", "ask.number"],
      ["ask.body", "answers.value"],
    ],
  };
}
