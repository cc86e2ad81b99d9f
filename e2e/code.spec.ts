import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { dataDir } from "./places.ts";

const here = {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  env: { ...process.env, PATCHBAY_DATA: dataDir },
};
const run = promisify(execFile);

async function patchbay(...args: string[]): Promise<string> {
  return (await run(process.execPath, ["scripts/patchbay.mjs", ...args], here)).stdout;
}

test("what is copied as TypeScript gives the document again, and what is copied as a command runs", async ({
  code,
  editor,
  gallery,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await gallery.open();
  await gallery.use("Watch a machine");
  await expect(editor.nodes).toHaveCount(7);
  const scratch = await mkdtemp(path.join(tmpdir(), "patchbay-code-"));
  const script = path.join(scratch, "watch.ts");

  await test.step("the same bytes as the download", async () => {
    const document = await readFile(await code.download(), "utf8");
    await writeFile(script, await code.copyAs("TypeScript", "7 nodes"));

    expect(await readFile(script, "utf8")).toContain('const words = node("text-template", {');
    expect(await patchbay("export", script)).toBe(document);
    expect(await patchbay("validate", script)).toBe("Watch a machine: can run, 7 nodes.\n");
    expect(await patchbay("export", "--saved", "Watch a machine", "--ts")).toBe(await readFile(script, "utf8"));
  });

  await test.step("of the selection alone, from its menu", async () => {
    const item = await editor.menuItem("Put it in words", "Copy as TypeScript");
    await checkAccessibility(page, { state: "menu of a node with its copies" });
    await item.click();
    await code.isCopied("TypeScript", "1 node");
    await writeFile(script, await code.clipboard());

    expect(await patchbay("export", script)).not.toContain("predict-table");
  });

  await test.step("as a command that runs in a shell, with the files that this installation keeps", async () => {
    await page.keyboard.press("Escape");
    const command = await code.copyAs("a command", "7 nodes");
    const { stdout } = await run("sh", ["-c", command], here);

    expect(stdout).toContain('summary: "82 of 249 windows are above the threshold."');
  });
  await rm(scratch, { recursive: true });
});
