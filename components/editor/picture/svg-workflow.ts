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

/** Also leaves out the control characters that no XML document may hold. */
export function escapeXml(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (sign) => escapes[sign]!);
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot);/g, (name) => signs[name]!);
}
