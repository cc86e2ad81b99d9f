import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { largeGraph } from "./large-graph.ts";

/** Bundles the control page as a production build and serves it at `/SIZE`, the number of its nodes. */
export async function serveBareCanvas(): Promise<{ address: string; close: () => Promise<void> }> {
  const files = await bundle();
  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    const size = Number(name);
    const file = files.get(name);
    response.setHeader(
      "content-type",
      name.endsWith(".js") ? "text/javascript" : name.endsWith(".css") ? "text/css" : "text/html",
    );
    response.end(Number.isInteger(size) && size > 0 ? pageOf(size) : (file ?? ""));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function pageOf(size: number): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title>
<link rel="stylesheet" href="/bare.css"><style>html, body, main { height: 100%; margin: 0 }</style><main></main>
<script>window.graph = ${JSON.stringify(largeGraph(size))}</script><script type="module" src="/bare.js"></script>`;
}

async function bundle(): Promise<Map<string, string>> {
  const result = await build({
    root: fileURLToPath(new URL(".", import.meta.url)),
    configFile: false,
    logLevel: "error",
    publicDir: false,
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      rollupOptions: {
        input: fileURLToPath(new URL("bare-canvas.tsx", import.meta.url)),
        output: { entryFileNames: "bare.js", assetFileNames: "bare[extname]", codeSplitting: false },
      },
    },
  });
  if (!("output" in result)) throw new Error("The control page was not bundled into one file.");
  return new Map(
    result.output.map((file) => [file.fileName, file.type === "chunk" ? file.code : String(file.source)] as const),
  );
}
