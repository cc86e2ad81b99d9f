import "#server-only";

/** Stands where a secret was. As long for each, so that it does not tell the length. */
export const MASK = "••••••";

export type Mask = {
  text: (text: string) => string;
  /** Gives the same buffer where nothing was in it. */
  bytes: (bytes: Buffer) => Buffer;
  /** All texts of a JSON value, names of fields included. Gives the same value where nothing was in it. */
  json: <T>(value: T) => T;
};

export const noMask: Mask = { text: (text) => text, bytes: (bytes) => bytes, json: (value) => value };

/** Takes the values out of what leaves: as they are, and as they look in JSON, URLs, forms, HTML, Base64 and hexadecimal digits. */
export function createMask(values: readonly string[]): Mask {
  if (values.length === 0) return noMask;
  // The longest first: a form may hold another one.
  const forms = [...new Set(values.flatMap(formsOf))].toSorted((one, other) => other.length - one.length);
  const pattern = new RegExp(forms.map(RegExp.escape).join("|"), "g");
  const needles = forms.map((form) => Buffer.from(form, "utf8"));
  const maskText = (text: string) => text.replace(pattern, MASK);

  /** What holds none is shared: almost nothing does. */
  function maskJson(value: unknown): unknown {
    if (typeof value === "string") return maskText(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map(maskJson);
      return items.some((item, at) => item !== value[at]) ? items : value;
    }
    const entries = Object.entries(value);
    const masked = entries.map(([name, item]) => [maskText(name), maskJson(item)] as const);
    const isSame = masked.every(([name, item], at) => name === entries[at]![0] && item === entries[at]![1]);
    return isSame ? value : Object.fromEntries(masked);
  }

  return {
    text: maskText,
    bytes: (bytes) => needles.reduce(replaceAll, bytes),
    json: <T>(value: T): T => maskJson(value) as T, // of the same shape: only texts differ
  };
}

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  const encoded = percentEncoded(value);
  const inJson = JSON.stringify(value).slice(1, -1);
  return [
    value,
    inJson,
    inJson.replaceAll("/", "\\/"),
    ...encoded,
    ...encoded.map((form) => form.replaceAll("%20", "+")),
    value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
    ...[0, 1, 2].flatMap((before) => base64After(bytes, before)),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
  ];
}

/** As the usual functions write it: they differ in which signs they leave, and in the case of the digits. */
function percentEncoded(value: string): string[] {
  const component = encodeURIComponent(value.toWellFormed());
  const strict = component.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const inForms = new URLSearchParams([["v", value]]).toString().slice(2);
  const inQuery = new URL(`http://h/?${encodeURI(value.toWellFormed()).replaceAll("#", "%23")}`).search.slice(1);
  const lower = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [component, strict, inForms, inQuery].flatMap((text) => [text, lower(text)]);
}

/** The part of the Base64 text that is the same whatever stands around the value, with this many bytes (modulo 3) before it. */
function base64After(bytes: Buffer, before: number): string[] {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  const from = Math.ceil((before * 8) / 6);
  const to = Math.floor((whole.length * 8) / 6);
  const text = whole.toString("base64").slice(from, to);
  return [text, text.replaceAll("+", "-").replaceAll("/", "_")];
}

function replaceAll(bytes: Buffer, needle: Buffer): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, from)) {
    parts.push(bytes.subarray(from, at), Buffer.from(MASK));
    from = at + needle.length;
  }
  return parts.length === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(from)]);
}
