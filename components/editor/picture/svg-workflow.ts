const ELEMENT = "workflow";
const NAMESPACE = "urn:patchbay:workflow";

/** A workflow file in the metadata of an SVG document, where every reader but ours passes over it. */
export function metadataOf(workflow: string): string {
  return `<metadata><${ELEMENT} xmlns="${NAMESPACE}">${escapeXml(workflow)}</${ELEMENT}></metadata>`;
}

/** The workflow file in an SVG document that `metadataOf` put there; null in any other. */
export function workflowOfSvg(svg: string): string | null {
  const open = `<${ELEMENT} xmlns="${NAMESPACE}">`;
  const start = svg.indexOf(open);
  const end = start < 0 ? -1 : svg.indexOf(`</${ELEMENT}>`, start);
  return end < 0 ? null : unescapeXml(svg.slice(start + open.length, end));
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const signs: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(escapes).map(([sign, name]) => [name, sign]),
);

/** What is no character of an XML document (XML 1.0, 2.2). */
const noCharacter = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** Leaves out what no XML document may hold. */
export function escapeXml(text: string): string {
  return text.replace(noCharacter, "").replace(/[&<>"]/g, (sign) => escapes[sign]!);
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot);/g, (name) => signs[name]!);
}
