import { runningPort } from "./cluster.ts";
import { openCluster } from "./open-cluster.ts";
import { startLocalPostgres } from "./start-local-postgres.ts";

const CHECK_EVERY_MS = 500;
const TRY_AGAIN_AFTER_MS = 5_000;

/**
 * Starts the Postgres of this data folder again when it has ended by itself, killed or out of memory: whoever uses it loses
 * its connections and goes on where the log of the database ends. Call the result before the Postgres is to stop.
 */
export async function keepLocalPostgres(
  dataDir: string,
  { url, onLog }: { url: string; onLog: (line: string) => void },
): Promise<() => Promise<void>> {
  const cluster = await openCluster(dataDir);
  let starting: Promise<void> | null = null;
  let notBefore = 0;

  async function startAgain() {
    onLog("Postgres ended; starting it again.");
    try {
      const started = await startLocalPostgres(dataDir);
      if (started.url !== url) onLog("Its port is taken by another program, so Patchbay has to be started again.");
    } catch (error) {
      onLog(error instanceof Error ? error.message : String(error));
      notBefore = Date.now() + TRY_AGAIN_AFTER_MS;
    }
    starting = null;
  }

  const timer = setInterval(() => {
    if (!starting && Date.now() >= notBefore && runningPort(cluster) === null) starting = startAgain();
  }, CHECK_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await starting;
  };
}
