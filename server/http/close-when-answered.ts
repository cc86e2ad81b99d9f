import type { Server } from "node:http";

/**
 * Gives what closes the server: it takes no more connections, and cuts those that are open as soon as all that was asked
 * is answered. Node alone waits 6 s for a connection that was in use, and for ever for one on which nothing was asked yet,
 * as browsers hold them in reserve.
 */
export function closeWhenAnswered(server: Server): () => Promise<void> {
  let underWay = 0;
  let isClosing = false;
  const cutIfAnswered = () => {
    if (isClosing && underWay === 0) server.closeAllConnections();
  };
  server.on("request", (_request, response) => {
    underWay++;
    response.once("close", () => {
      underWay--;
      cutIfAnswered();
    });
  });
  return () =>
    new Promise((resolve) => {
      isClosing = true;
      server.close(() => resolve());
      cutIfAnswered();
    });
}
