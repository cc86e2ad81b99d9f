const PATIENCE_MS = 60_000;

/**
 * Resolves once the web process answers and says that a worker is there.
 *
 * @throws Error when that takes longer than a minute: the processes' own messages then say why.
 */
export async function waitUntilReady(address: string, { isEnding }: { isEnding: () => boolean }): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isEnding()) {
    const answer = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`${address} did not answer within a minute; see the messages above.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
