import { kinds } from "#graph/kinds";
import { frameColours } from "#graph/schema";
import type { Theme } from "./scene.ts";

/** The colours and the font of the page as it is shown now, light or dark. */
export async function readTheme(): Promise<Theme> {
  const probe = document.createElement("i");
  document.body.append(probe);
  try {
    const colour = (name: string) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const kindColours = Object.fromEntries(kinds.map((kind) => [kind, colour(`--kind-${kind}`)]));
    const frameTints = Object.fromEntries(
      frameColours.map((name) => [name, { tint: colour(`--frame-${name}`), line: colour(`--frame-${name}-line`) }]),
    ) as Theme["frames"];
    return {
      canvas: colour("--surface-canvas"),
      node: colour("--surface-node"),
      note: colour("--surface-note"),
      sunken: colour("--surface-sunken"),
      text: colour("--text-1"),
      softText: colour("--text-3"),
      border: colour("--border"),
      strongBorder: colour("--border-strong"),
      frames: frameTints,
      kinds: { ...kindColours, any: colour("--text-3") } as Theme["kinds"],
      fontFamily: getComputedStyle(document.body).fontFamily,
      fontFace: await readFontFace(),
    };
  } finally {
    probe.remove();
  }
}

/** The part of the page's font that has the Latin letters, with its bytes inside; nothing where it cannot be read. */
async function readFontFace(): Promise<string> {
  const family = getComputedStyle(document.body).fontFamily.split(",")[0]!.replace(/["']/g, "").trim();
  const rules = [...document.styleSheets].flatMap(rulesOf);
  const face = rules.find(
    (rule) =>
      rule instanceof CSSFontFaceRule &&
      rule.style.getPropertyValue("font-family").replace(/["']/g, "") === family &&
      /U\+0+-FF\b/i.test(rule.style.getPropertyValue("unicode-range")),
  ) as CSSFontFaceRule | undefined;
  const address = face && /url\("?([^")]+)"?\)/.exec(face.style.getPropertyValue("src"))?.[1];
  if (!address) return "";
  try {
    const response = await fetch(new URL(address, face.parentStyleSheet?.href ?? location.href));
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    return `@font-face{font-family:"${family}";font-weight:100 900;src:url(data:font/woff2;base64,${btoa(text)}) format("woff2")}`;
  } catch {
    return "";
  }
}

function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    // A sheet of another site.
    return [];
  }
}
