import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { wrapModules, wrapModulesIn } from "./wrap-modules.ts";

const opening = "(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([";
const script = `${opening}"object"==typeof document?document.currentScript:void 0,1,e=>{e.seen=["a),(",/[)]/.test(")"),\`\${(()=>")")()}\`]},22,(e,t)=>{e.seen=t},333,function(e){e.seen=this===void 0},4444]);\n`;

test("each module of a script stands in parentheses, and what stands inside is untouched", () => {
  expect(wrapModules(script)).toBe(
    `${opening}"object"==typeof document?document.currentScript:void 0,1,(e=>{e.seen=["a),(",/[)]/.test(")"),\`\${(()=>")")()}\`]}),22,((e,t)=>{e.seen=t}),333,(function(e){e.seen=this===void 0}),4444]);\n`,
  );
});

test("the modules do what they did", () => {
  type Module = (e: { seen?: unknown }, t: unknown) => void;
  const modulesOf = (script: string) => {
    const scope: { TURBOPACK?: unknown[][] } = {};
    runInNewContext(script, scope);
    return scope.TURBOPACK![0]!.filter((entry): entry is Module => typeof entry === "function");
  };
  const seen = (script: string) =>
    modulesOf(script).map((run) => {
      const e: { seen?: unknown } = {};
      run(e, 7);
      return e.seen;
    });

  expect(seen(wrapModules(script))).toEqual(seen(script));
  expect(seen(script)).toEqual([["a),(", true, ")"], 7, false]);
});

test("to do it again changes nothing, and what another bundler made stays as it is", () => {
  expect(wrapModules(wrapModules(script))).toBe(wrapModules(script));
  for (const other of ["", "!function(){}();", `${opening.slice(0, -1)}42]);`, `self.webpackChunk=[[1],{1:e=>{}}]`]) {
    expect(wrapModules(other)).toBe(other);
  }
});

test("of a folder all scripts are done, those in folders of it too, and nothing else", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-wrap-"));
  try {
    mkdirSync(path.join(folder, "chunks"));
    writeFileSync(path.join(folder, "chunks", "a.js"), script);
    writeFileSync(path.join(folder, "style.css"), script);

    await wrapModulesIn(folder);

    expect(readFileSync(path.join(folder, "chunks", "a.js"), "utf8")).toBe(wrapModules(script));
    expect(readFileSync(path.join(folder, "style.css"), "utf8")).toBe(script);
    expect(readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()).toEqual([
      "chunks",
      "chunks/a.js",
      "style.css",
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
