import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseExpressionAt } from "acorn";
import type { Expression, SpreadElement } from "acorn";
import { writeWhole } from "./write-whole.ts";

/**
 * Puts the modules of each script of a build into parentheses. A browser that reads `(() => …)` expects it to be called and
 * compiles it while the script loads, beside the page; a bare function it compiles when it is called, while the page waits.
 * https://v8.dev/blog/preparser#pife
 */
export async function wrapModulesIn(folder: string): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  await Promise.all(
    names
      .filter((name) => path.extname(name) === ".js")
      .map(async (name) => {
        const file = path.join(folder, name);
        const script = await readFile(file, "utf8");
        const wrapped = wrapModules(script);
        if (wrapped !== script) await writeWhole(file, wrapped);
      }),
  );
}

/** How Turbopack begins a script: it hands over a list of its modules, each an id and the function that runs it. */
const opening = "(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([";

/** The script as it was, apart from the parentheses; as it was altogether, where Turbopack did not make it. */
export function wrapModules(script: string): string {
  if (!script.startsWith(opening)) return script;
  const list = parseExpressionAt(script, opening.length - 1, { ecmaVersion: "latest" });
  if (list.type !== "ArrayExpression") return script;
  let wrapped = "";
  let at = 0;
  for (const element of list.elements) {
    if (!isBareFunction(script, element)) continue;
    wrapped += `${script.slice(at, element.start)}(${script.slice(element.start, element.end)})`;
    at = element.end;
  }
  return wrapped + script.slice(at);
}

function isBareFunction(script: string, element: Expression | SpreadElement | null): element is Expression {
  const isFunction = element?.type === "ArrowFunctionExpression" || element?.type === "FunctionExpression";
  return isFunction && script[element.start - 1] !== "(";
}
