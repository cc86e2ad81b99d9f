import { once } from "node:events";
import { createServer } from "node:http";
import { servicePort } from "./places.ts";

export type ServiceAsked = {
  origin: string;
  /** The header with which each request said who it is. */
  authorizations: string[];
  close: () => Promise<void>;
};

/** A service of somebody else, which repeats what it was told. */
export async function openService(): Promise<ServiceAsked> {
  const authorizations: string[] = [];
  const server = createServer((request, response) => {
    const { authorization = "" } = request.headers;
    authorizations.push(authorization);
    const encoded = Buffer.from(authorization).toString("base64");
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ answer: "It is 21 degrees in Lisbon.", you: authorization, encoded, asked: request.url }),
    );
  });
  server.listen(servicePort, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${servicePort}`,
    authorizations,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
