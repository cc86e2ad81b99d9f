import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { everyKind, hostileWords } from "./value-files.ts";

test("a person looks closely at a value of every kind, hostile ones too, and takes it along", async ({
  editor,
  runs,
  values,
  page,
}) => {
  await page.goto("/workflows");
  // Nothing that a value holds may ever run.
  page.on("dialog", () => expect.soft("a dialog of a script").toBe("none"));
  await editor.openFile(await everyKind(page));
  await editor.run();
  await expect(editor.runStrip).toContainText("Done");
  await runs.open();
  await runs.openNewest();
  await expect(values.value("text")).toBeVisible();

  await test.step("pictures: zoom, pixels by keyboard, histogram", async () => {
    const picture = values.value("picture");
    await values.enterStage(picture);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect(values.reading(picture)).toHaveText("161, 100: 59 125 216 255");
    await page.keyboard.press("1");
    await page.keyboard.press("+");
    await expect(picture.getByText("150 %")).toBeVisible();
    await page.keyboard.press("0");
    await picture.getByRole("button", { name: "Histogram" }).click();
    await expect(picture.getByRole("list", { name: "Channels" }).getByRole("listitem")).toHaveCount(4);
    await expect(values.value("line").getByText("20000 × 1 px")).toBeVisible();
    await values.enterStage(values.value("dot"));
    await page.keyboard.press("ArrowDown");
    await expect(values.reading(values.value("dot"))).toHaveText("0, 0: 0 255 128");
  });

  await test.step("findings: classes, scores, words as words", async () => {
    const boxes = values.value("boxes");
    await expect(boxes.getByRole("row")).toHaveCount(4);
    await expect(boxes.getByText(hostileWords, { exact: true }).first()).toBeVisible();
    await boxes.getByRole("button", { name: /^cat/ }).click();
    await expect(boxes.getByText("1 of 3 objects")).toBeVisible();
    await boxes.getByRole("slider", { name: "Least score" }).press("End");
    await expect(boxes.getByText("0 of 3 objects")).toBeVisible();
    expect(JSON.parse((await values.save(boxes, "detections.coco.json")).toString())).toMatchObject({
      annotations: [{ bbox: [40, 50, 60, 60] }, {}, {}],
    });
    const points = values.value("points");
    await points.getByRole("slider", { name: "Least score" }).press("PageUp");
    await expect(points.getByRole("row")).toHaveCount(3);
    await values.enterStage(values.value("mask"));
    await page.keyboard.press("ArrowRight");
    await expect(values.reading(values.value("mask"))).toHaveText("32, 20: background");
  });

  await test.step("tensors: planes, odd numbers, exact integers", async () => {
    const tensor = values.value("tensor");
    await expect(tensor.getByText("−Infinity 1")).toBeVisible();
    await tensor.getByRole("slider", { name: "Place in dimension 0" }).press("ArrowRight");
    await expect(tensor.getByText("−Infinity 1")).toBeHidden();
    await tensor.getByRole("radio", { name: "Values" }).click();
    await expect(tensor.getByRole("table", { name: "Values" }).getByRole("cell").first()).toHaveText(/^-?\d\.\d+$/);
    await values.value("wide").getByRole("radio", { name: "Values" }).click();
    await expect(values.value("wide").getByRole("cell", { name: "9007199254740993" })).toBeVisible();
    await values.value("halves").getByRole("radio", { name: "Values" }).click();
    await expect(values.value("halves").getByRole("cell").nth(1)).toHaveText("NaN");
    await values.value("flags").getByRole("radio", { name: "Values" }).click();
    await expect(values.value("flags").getByRole("cell").nth(1)).toHaveText("false");
    await expect(values.value("words").getByRole("cell", { name: hostileWords })).toBeVisible();
    await expect(values.value("nothing").getByText("The tensor is empty")).toBeVisible();
    const npy = await values.save(tensor, "tensor.npy");
    expect(npy.subarray(0, 128).toString("latin1")).toContain("'shape': (3, 40, 60)");
  });

  await test.step("tables: sort, filter, statistics, CSV", async () => {
    const table = values.value("table");
    await table.getByRole("button", { name: /^n bigint/i }).click();
    await table.getByRole("button", { name: /^n bigint/i }).click();
    await expect(table.getByRole("row").nth(1)).toContainText("2,999");
    await table.getByRole("button", { name: "Filter" }).click();
    await table.getByRole("textbox", { name: "Value" }).fill("onn");
    await table.getByRole("button", { name: "Add the filter" }).click();
    await expect(table.getByText("1,000 of 3,000 rows")).toBeVisible();
    await table.getByRole("button", { name: "Statistics of city" }).click();
    await expect(page.getByRole("list", { name: "Most frequent" })).toContainText("<b>Köln</b>");
    await page.keyboard.press("Escape");
    expect((await values.save(table, "table.csv")).toString().split("\n")).toHaveLength(3_002);
  });

  await test.step("texts: ten megabytes, a search to the end, a comparison", async () => {
    const text = values.value("text");
    await expect(text.getByText(/^\d,\d{3},\d{3} characters$/)).toBeVisible();
    await text.getByRole("searchbox", { name: "Search the text" }).fill("the needle");
    await expect(text.getByText("1 of 1", { exact: true })).toBeVisible();
    await expect(text.getByRole("region", { name: "Text" })).toContainText(hostileWords);
    const odd = values.value("odd");
    await expect(odd.getByRole("region", { name: "Text" })).toContainText("a␀b � ");
    const dialog = await values.openLarge("odd");
    await dialog.getByRole("button", { name: "Compare" }).click();
    await dialog.getByRole("textbox", { name: "Text to compare with" }).fill("a␀b");
    await expect(dialog.getByText("1 line removed, 1 line added")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(values.value("empty").getByText("Empty text")).toBeVisible();
  });

  await test.step("JSON: a tree by keyboard, a search that unfolds", async () => {
    const json = values.value("json");
    await json.getByRole("tree", { name: "JSON" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowLeft");
    await expect(json.getByRole("treeitem", { selected: true })).toHaveAttribute("aria-expanded", "false");
    await json.getByRole("searchbox", { name: "Search keys and values" }).fill("needle");
    await expect(json.getByRole("treeitem", { selected: true })).toContainText("needle:“here”");
    await json.getByRole("radio", { name: "Raw" }).click();
    await expect(json.getByRole("region", { name: "JSON" })).toContainText("needle");
  });

  await test.step("sounds, vectors, classes and lists", async () => {
    const sound = values.value("sound");
    await sound.getByRole("slider", { name: "Time in the sound" }).press("End");
    await expect(sound.getByRole("slider", { name: "Time in the sound" })).toHaveAttribute("aria-valuenow", "2");
    await expect(sound.locator("canvas[data-done=true]")).toBeVisible();
    expect((await values.save(sound, "audio.wav")).subarray(0, 4).toString()).toBe("RIFF");
    const vectors = values.value("vectors");
    await vectors.getByRole("button", { name: "Nearest in this list" }).click();
    await expect(vectors.getByRole("list", { name: "Nearest by cosine" }).getByRole("listitem")).toHaveCount(3);
    await vectors.getByRole("button", { name: "Next item" }).press("]");
    await expect(vectors.getByText("2 of 4")).toBeVisible();
    await values.value("classes").getByRole("searchbox", { name: "Search the classes" }).fill("class 59");
    await expect(values.value("classes").getByText("1 of 60 classes")).toBeVisible();
    const many = values.value("many");
    await many.getByRole("button", { name: "Item 1: 0" }).press("End");
    await many.getByRole("button", { name: "Item 10000: 9,999" }).press("Enter");
    await expect(many.getByText("10,000 of 10,000")).toBeVisible();
    await expect(values.value("none").getByText("An empty list")).toBeVisible();
  });
  await checkAccessibility(page, { state: "values of every kind" });

  await test.step("in large, and on a narrow screen", async () => {
    const dialog = await values.openLarge("tensor");
    await expect(dialog.getByRole("img", { name: /^Heat map/ })).toBeVisible();
    await checkAccessibility(page, { state: "a tensor in large" });
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await page.setViewportSize({ width: 360, height: 740 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});

test("a value that is gone says so in its place, one that cannot be read is asked for again, one in large has an address", async ({
  editor,
  runs,
  values,
  page,
}) => {
  await page.goto("/workflows");
  await editor.openFile({ ...(await everyKind(page, ["picture", "tensor", "sound", "vectors"])), title: "Some kinds" });
  await editor.run();
  await expect(editor.runStrip).toContainText("Done");
  await page.route("**/api/artifacts/**", (route) =>
    route.fulfill({
      status: 404,
      contentType: "application/json",
      body: JSON.stringify({ message: "There is no such file." }),
    }),
  );
  await runs.open();
  await runs.openNewest();
  await expect(values.value("picture").getByText("Gone: the picture")).toBeVisible();
  await expect(values.value("tensor").getByText("Gone: the values")).toBeVisible();
  await expect(values.value("text").getByText("Gone: the text")).toBeVisible();
  await expect(values.value("sound").getByText("Gone: the sound")).toBeVisible();
  await checkAccessibility(page, { state: "values that are gone" });

  await page.unroute("**/api/artifacts/**");
  await page.route("**/api/artifacts/**", (route) => route.abort());
  await page.reload();
  await expect(values.value("sound").getByText("The server did not answer")).toBeVisible();
  await page.unroute("**/api/artifacts/**");
  await values.value("sound").getByRole("button", { name: "Read it again" }).click();
  await expect(values.value("sound").getByRole("slider", { name: "Time in the sound" })).toBeVisible();

  // The address knows what is open in large, down to the item.
  const dialog = await values.openLarge("vectors");
  await dialog.getByRole("button", { name: "Next item" }).click();
  await expect(page).toHaveURL(/\?large=[^&]+&item=2$/);
  const address = page.url();
  await page.reload();
  await expect(dialog.getByText("2 of 4")).toBeVisible();
  // Once is enough: no tooltip of the button that has the focus takes the key.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page).not.toHaveURL(/large=/);
  await values.openLarge("tensor");
  await page.goBack();
  await expect(dialog).toBeHidden();
  await expect(values.value("tensor").getByRole("button", { name: "Open in large" })).toBeFocused();
  await page.goto(address.replace("item=2", "item=5"));
  const missing = page.getByText(/, item 5, which the address names, is not in this run\./);
  await expect(missing).toBeVisible();
  await page.getByRole("button", { name: "Take it out of the address" }).click();
  await expect(missing).toBeHidden();
  await expect(values.value("vectors")).toBeVisible();
});

test("a viewer that cannot be loaded says so in its place, and comes when it is tried again", async ({
  editor,
  runs,
  values,
  page,
}) => {
  await page.goto("/workflows");
  await editor.openFile({ ...(await everyKind(page, ["picture", "tensor"])), title: "A viewer is away" });
  await editor.run();
  await expect(editor.runStrip).toContainText("Done");
  await runs.open();
  await runs.openNewest();
  await expect(values.value("tensor").getByRole("img", { name: /^Heat map/ })).toBeVisible();

  const scripts = "**/_next/static/chunks/*.js";
  await page.route(scripts, async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes("Heat map of ")) await route.abort();
    else await route.fulfill({ response });
  });
  await page.reload();
  const tensor = values.value("tensor");
  await expect(tensor.getByRole("alert")).toContainText("Could not be shown: the values");
  await expect(tensor.getByRole("button", { name: "Reload the page" })).toBeVisible();
  await expect(values.stage(values.value("picture"))).toBeVisible();
  await checkAccessibility(page, { state: "a viewer that did not load" });

  await page.unroute(scripts);
  await tensor.getByRole("button", { name: "Try again" }).click();
  await expect(tensor.getByRole("img", { name: /^Heat map/ })).toBeVisible();
  await expect(tensor.getByRole("alert")).toBeHidden();
});
