import { expect, test } from "vitest";
import { noteTitle } from "./note-title.ts";

test.each([
  ["## Try it\n1. Press **Run**", "Try it"],
  ["\n\n- Press **Run** and `wait`", "Press Run and wait"],
  ["> As [the guide](https://patchbay.test) says", "As the guide says"],
  ["  plain, 2 * 3 * 4", "plain, 2 * 3 * 4"],
  ["\n \n", "Empty note"],
])("%j is called %s", (text, title) => {
  expect(noteTitle(text)).toBe(title);
});
