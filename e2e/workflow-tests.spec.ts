import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";

test("a run and one item of its list are kept as tests; a version that gives something else is told of before it is published, and may be what is expected", async ({
  editor,
  page,
}) => {
  await editor.openFile({
    title: "Greets as before",
    nodes: {
      word: { type: "workflow-input", title: "Who", params: { name: "who", kind: "text", sample: "you" } },
      text: { type: "text-template", title: "Greeting", params: { template: "Hello {{who}}" } },
      out: { type: "workflow-output", title: "Out", params: { name: "greeting" } },
      names: {
        type: "workflow-input",
        title: "Names",
        params: { name: "names", kind: "text", list: true, sample: ["Ada", "Bo"] },
      },
      letter: { type: "text-template", title: "Letter", params: { template: "Dear {{name}}" } },
      count: { type: "collect", title: "How many" },
      letters: { type: "workflow-output", title: "Letters", params: { name: "letters" } },
      many: { type: "workflow-output", title: "Many", params: { name: "many" } },
    },
    wires: [
      ["word.value", "text.who"],
      ["text.text", "out.value"],
      ["names.value", "letter.name"],
      ["letter.text", "letters.value"],
      ["letter.text", "count.items"],
      ["count.count", "many.value"],
    ],
  });
  const dialog = page.getByRole("dialog");
  const verdict = (version: number) => page.getByRole("button", { name: `Says hello on version ${version}:` });

  // Before there is one, the editor says how to make it.
  await page.getByRole("button", { name: "Greets as before" }).click();
  await page.getByRole("menuitem", { name: "Tests" }).click();
  await expect(dialog.getByRole("heading", { name: "No tests yet" })).toBeVisible();
  await page.keyboard.press("Escape");

  await editor.runFresh();
  await editor.everyNodeIs("succeeded");
  await page.getByRole("link", { name: "Open run" }).click();

  // One item of the list alone, by keys: it runs at once, and what needs the whole list is left out.
  await page.getByRole("button", { name: "Item 2: Dear Bo" }).press("Enter");
  await page.getByRole("button", { name: "Keep item as a test…" }).press("Enter");
  await expect(dialog).toContainText("item 2 of 2 of “names” alone");
  await expect(dialog.getByRole("region", { name: "Left out of the test" })).toHaveText(
    /many: "How many" takes the list as a whole$/,
  );
  await checkAccessibility(page, { state: "keep as a test" });
  await dialog.getByLabel("Name").fill("Letter to Bo");
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("It runs once on version 1 now");
  await dialog.getByRole("button", { name: "Close" }).first().click();

  await page.getByRole("button", { name: "Keep as a test" }).click();
  await dialog.getByLabel("Name").fill("Says hello");
  await expect(dialog.getByRole("combobox", { name: "How close greeting has to be" })).toHaveText("Exactly the same");
  await dialog.getByRole("button", { name: "Keep the test" }).click();
  await dialog.getByRole("link", { name: "See the tests" }).click();
  await expect(page.getByRole("status").filter({ hasText: "All 2 tests pass" })).toBeVisible();
  await expect(verdict(1)).toHaveAccessibleName(/Passed$/);
  await checkAccessibility(page, { state: "page of tests" });

  // Another greeting: publishing warns, and runs the tests first.
  await page.getByRole("link", { name: "Open in the editor" }).click();
  // The page that is left has a canvas with the same nodes.
  await page.waitForURL("**/workflows/*");
  await editor.node("Greeting").click();
  await editor.param("Template").fill("Hi {{who}}");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const warning = dialog.getByRole("region", { name: "Tests" });
  await expect(warning).toContainText("Says hello: not run");
  await warning.getByRole("button", { name: "Run them first" }).click();
  await expect(warning).toContainText("Says hello: failed, greeting: 4 edits from what is expected");
  await expect(dialog.getByRole("button", { name: "Publish", exact: true })).toBeEnabled();
  await checkAccessibility(page, { state: "publish dialog with a failed test" });
  await dialog.getByRole("button", { name: "Not now" }).click();

  // By keys alone: the tests, the verdict, and the new result as what is expected.
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox", { name: "Find or do anything" })).toBeFocused();
  await page.keyboard.type("Tests");
  await expect(page.getByRole("option", { selected: true })).toHaveText(/^Tests/);
  await page.keyboard.press("Enter");
  await expect(verdict(2)).toHaveAccessibleName(/Failed$/);
  await verdict(2).press("Enter");
  await page.getByRole("button", { name: "How greeting differs" }).press("Enter");
  await expect(page.getByRole("region", { name: "Says hello on version 2" })).toContainText("4 characters put in");
  await checkAccessibility(page, { state: "tests of a workflow" });
  await page.getByRole("button", { name: "Expect this from now on" }).press("Enter");
  await page.getByRole("button", { name: "Expect it" }).press("Enter");
  await expect(verdict(2)).toHaveAccessibleName(/Passed$/);
  await expect(verdict(1)).toHaveAccessibleName(/Failed$/);

  // More is allowed: what ran is judged anew.
  await page.getByRole("button", { name: "Menu of Says hello" }).click();
  await page.getByRole("menuitem", { name: "Name and tolerances…" }).click();
  await page.getByRole("combobox", { name: "How close greeting has to be" }).click();
  await page.getByRole("option", { name: "Few edits" }).click();
  await page.getByLabel("Of the text, at most").fill("50");
  await page.getByRole("button", { name: "Change the test" }).click();
  await expect(verdict(1)).toHaveAccessibleName(/Passed$/);
});
