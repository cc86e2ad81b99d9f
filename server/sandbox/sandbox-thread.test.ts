import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** Nothing else keeps this process alive, as in the command line. */
const program = `
  import { startThread } from ${JSON.stringify(new URL("./sandbox-thread.ts", import.meta.url).href)};
  const thread = startThread();
  await thread.ask({ expression: "1", scopeJson: "{}", deadlineMs: 60_000 }, 60_000);
  let ending;
  // Before the timer of the request, and due with it: the request is given up while the thread is on its way out.
  setTimeout(() => (ending = thread.end()), 100);
  const reply = await thread.ask({ expression: "(() => { for (;;); })()", scopeJson: "{}", deadlineMs: 60_000 }, 100);
  await ending;
  console.log(reply.kind);
`;

test("a thread that is ended while a request runs out of time lets the process see its end", async () => {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program]);

  expect(stdout).toBe("timeout\n");
});
