import pg from "pg";

/** Codes of a server that is there but not ready: starting up, recovering, shutting down, or out of connections. */
const notReady = new Set(["57P03", "53300"]);

/**
 * Whether the server at this address answers. False while it starts, recovers or ends.
 *
 * @throws what the server says when waiting would not help, e.g. a wrong password.
 */
export async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {}); // an end of the server after it answered
  try {
    await client.connect();
    return true;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const isOfTheServer = typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("E");
    if (isOfTheServer && !notReady.has(code)) throw error;
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
