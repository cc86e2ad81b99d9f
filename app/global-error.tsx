"use client";
import "./globals.css";

/** When not even the layout could be rendered: plain, with nothing that could fail again. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Patchbay</title>
        <main className="p-6">
          <h1>Patchbay could not be loaded</h1>
          <p className="mt-2 text-2">
            {error.digest
              ? `The log of the server says more under error ${error.digest}.`
              : `The page failed: ${error.message}`}
          </p>
          <button type="button" className="mt-4 underline" onClick={() => window.location.reload()}>
            Load the page again
          </button>
        </main>
      </body>
    </html>
  );
}
