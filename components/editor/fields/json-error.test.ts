import { expect, test } from "vitest";
import { jsonErrorText } from "./json-error.ts";

test("the place of a mistake is told by line and column", () => {
  expect(jsonErrorText("[1, 2]")).toBeNull();
  expect(jsonErrorText("")).toBeNull();
  expect(jsonErrorText('{\n  "a": x\n}')).toBe('Line 2, column 8: "x" is not expected in JSON there.');
  expect(jsonErrorText("[1,")).toBe("Line 1, column 4: the end of the text is not expected in JSON there.");
});
