/** What listens, until it is closed. */
export type Opened = { address: string; close: (drainMs: number) => Promise<void> };

export type KeptPort = {
  /** Null while it could not be opened. */
  address: () => string | null;
  close: (drainMs: number) => Promise<void>;
};

const RETRY_MS = 5_000;

/**
 * Opens a port, and where that fails says so once and tries again: another worker of this machine may have it, and end.
 * Resolves after the first try.
 *
 * @param setting the variable that says which port
 */
export async function keepPort(
  open: () => Promise<Opened>,
  {
    what,
    port,
    host,
    setting,
    retryMs = RETRY_MS,
    onLog,
  }: { what: string; port: number; host: string; setting: string; retryMs?: number; onLog: (line: string) => void },
): Promise<KeptPort> {
  let opened: Opened | null = null;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let trying: Promise<void> = Promise.resolve();
  let complaint = "";

  async function tryToOpen(): Promise<void> {
    try {
      opened = await open();
      if (isClosed) return await opened.close(0);
      if (complaint) onLog(`Port ${port} is free now: ${what} answers on ${opened.address}.`);
    } catch (error) {
      const why =
        (error as NodeJS.ErrnoException).code === "EADDRINUSE"
          ? `Port ${port} of ${host} is taken`
          : `Port ${port} of ${host} cannot be opened (${(error as Error).message})`;
      const line = `${why}, so this worker goes on without ${what}. Set ${setting} to a free port or to "off"; until then it is tried again every ${retryMs / 1_000} s.`;
      if (line !== complaint) onLog(line);
      complaint = line;
      if (isClosed) return;
      timer = setTimeout(() => {
        trying = tryToOpen();
      }, retryMs);
    }
  }

  trying = tryToOpen();
  await trying;
  return {
    address: () => opened?.address ?? null,
    close: async (drainMs) => {
      isClosed = true;
      clearTimeout(timer);
      await trying;
      await opened?.close(drainMs);
    },
  };
}
