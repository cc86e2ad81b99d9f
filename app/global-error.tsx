"use client";
import "./globals.css";

/** When not even the layout could be rendered: plain, with nothing that could fail again. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <title>Patchbay</title>
        <main className="p-6">
          <h1>Patchbay could not be loaded</h1>
          <p className="mt-2 text-2">Nothing was changed. Load the page again; the log of the server says more.</p>
        </main>
      </body>
    </html>
  );
}
