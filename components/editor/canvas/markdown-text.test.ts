import { expect, test } from "vitest";
import { blocksOf, spansOf } from "./markdown-text.tsx";

test("links go to web addresses only; anything else stays the text that it is", () => {
  const kinds = (text: string) => spansOf(text).map(({ type }) => type);

  expect(spansOf("[docs](https://example.com/a)")).toEqual([
    { type: "link", text: "docs", href: "https://example.com/a" },
  ]);
  expect(kinds("[x](javascript:alert)")).toEqual(["text"]);
  expect(kinds("[x](data:text/html,hi)")).toEqual(["text"]);
  expect(kinds("[x](//example.com)")).toEqual(["text"]);
  expect(kinds("see https://example.com.")).toEqual(["text", "link", "text"]);
});

test("a note of brackets is read as fast as any other", () => {
  const text = "[".repeat(50_000);
  const startedAt = performance.now();

  expect(spansOf(text)).toEqual([{ type: "text", text }]);
  expect(performance.now() - startedAt).toBeLessThan(500);
});

test("HTML is text", () => {
  expect(spansOf("<img src=x onerror=alert(1)>")).toEqual([{ type: "text", text: "<img src=x onerror=alert(1)>" }]);
});

test("bold, italics and code; a name_with_underscores is none of them", () => {
  expect(spansOf("**a** *b* `c*d*`").map(({ type, text }) => [type, text])).toEqual([
    ["bold", "a"],
    ["text", " "],
    ["italic", "b"],
    ["text", " "],
    ["code", "c*d*"],
  ]);
  expect(spansOf("name_with_underscores")).toEqual([{ type: "text", text: "name_with_underscores" }]);
});

test("headings, lists, quotes, code and paragraphs", () => {
  const blocks = blocksOf("# Title\none\ntwo\n\n- a\n- b\n1. c\n> q\n```\nx < y\n```");

  expect(blocks.map(({ type }) => type)).toEqual(["heading", "paragraph", "list", "list", "quote", "code"]);
});

test("an unclosed code block runs to the end", () => {
  expect(blocksOf("```\na\nb")).toEqual([{ type: "code", text: "a\nb" }]);
});
