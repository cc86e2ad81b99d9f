import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { holdComputing, post, postBinary, serveForTests, wineInput } from "./model-server-for-tests.ts";

const SIDE_PX = 160;
const shape = [1, 3, SIDE_PX, SIDE_PX];
const bytes = new Uint8Array(3 * SIDE_PX ** 2 * 4);

test("with far more than it can do, it answers in time what it takes, refuses the rest, and recovers", async () => {
  const server = await serveForTests({ limits: { maxWaiting: 16 }, sentAtOnce: 2 });
  const url = `${server.httpUrl}/v2/models/shapes-segmenter/infer`;
  const ask = async (timeoutMs?: number) => {
    const input = { name: "images", shape, datatype: "FP32", parameters: { binary_data_size: bytes.length } };
    const parameters = {
      binary_data_output: true,
      ...(timeoutMs !== undefined && { timeout: Math.round(timeoutMs * 1_000) }),
    };
    const { status, headers } = await postBinary(url, { inputs: [input], parameters }, [bytes]);
    return { status, retryAfter: headers.get("retry-after") };
  };
  const from = performance.now();
  for (let one = 0; one < 10; one++) expect(await ask()).toMatchObject({ status: 200 });
  const serviceMs = (performance.now() - from) / 10;
  const deadlineMs = 10 * serviceMs;

  // It stands still until all have come, so that there are more than it can do however slowly they come.
  const letGo = holdComputing(server);
  const answers: Promise<{ status: number; retryAfter: string | null }>[] = [];
  let mostWaiting = 0;
  let answered = 0;
  for (let sent = 0; sent < 160; sent++) {
    answers.push(ask(sent % 2 === 0 ? undefined : deadlineMs).finally(() => answered++));
    mostWaiting = Math.max(mostWaiting, server.host.queue().waiting);
    await nextTurn();
  }
  await vi.waitFor(
    () => {
      mostWaiting = Math.max(mostWaiting, server.host.queue().waiting);
      expect(answered).toBeGreaterThanOrEqual(160 - 18);
    },
    { timeout: 60_000 },
  );
  letGo();
  const statuses = await Promise.all(answers);

  const count = (wanted: number) => statuses.filter(({ status }) => status === wanted).length;
  expect(count(200) + count(429) + count(503) + count(504)).toBe(160);
  expect(count(200)).toBeGreaterThan(0);
  expect(count(429) + count(503)).toBeGreaterThan(20);
  expect(mostWaiting).toBeLessThanOrEqual(16);
  for (const { status, retryAfter } of statuses) {
    if (status === 429 || status === 503) expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
  }
  expect(await ask()).toMatchObject({ status: 200 });
  expect(server.host.queue()).toMatchObject({ waiting: 0, waitingBytes: 0 });
  const wine = await post(`${server.httpUrl}/v2/models/wine/infer`, { inputs: [wineInput()] });
  expect(wine.status).toBe(200);
  const metrics = await (await fetch(`${server.metricsUrl}/metrics`)).text();
  expect(metrics).toMatch(/"shapes-segmenter",.*"REJECTED"\} [1-9]\d*$/m);
});
