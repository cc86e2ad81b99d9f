import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { EmptyState } from "./empty-state.tsx";

test("what is said may hold a list: none lies in a paragraph, which browsers end before it", () => {
  const list = createElement("ul", null, createElement("li", null, "tag is “nightly”"));

  const html = renderToStaticMarkup(createElement(EmptyState, { title: "No runs match" }, list));

  expect(html).toContain("<li>tag is “nightly”</li>");
  expect(html).not.toMatch(/<p[ >]/);
});
