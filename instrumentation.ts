/** Called by Next once per process, before the first request. */
export async function register() {
  // In this form Next sees while it builds that no other runtime ever loads the file.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { prepareWeb } = await import("./server/start/prepare-web.ts");
    prepareWeb();
  }
}
