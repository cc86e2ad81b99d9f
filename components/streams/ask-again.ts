/**
 * Asks, and once more for all calls that come while it asks: after the last call something is asked that knows of it, and
 * no answer is thrown away for the next one. `ask` never rejects.
 */
export function askAgain(ask: () => Promise<void>): () => Promise<void> {
  let isAsking = false;
  let isLeft = false;
  return async () => {
    isLeft = true;
    if (isAsking) return;
    isAsking = true;
    while (isLeft) {
      isLeft = false;
      await ask();
    }
    isAsking = false;
  };
}
