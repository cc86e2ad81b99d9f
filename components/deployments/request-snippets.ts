import type { JsonValue } from "#graph/json";
import type { InputLimits } from "#graph/workflow-interface";

export type SnippetPort = { name: string; kind: string; isList: boolean; sample: JsonValue; limits?: InputLimits };

const fileKinds = new Set(["image", "audio", "video", "file", "table"]);
const examples: Record<string, JsonValue> = { number: 1, text: "text", boolean: true, embedding: [0.1, 0.2] };
const fileNames: Record<string, string> = {
  image: "picture.png",
  audio: "sound.wav",
  video: "film.mp4",
  table: "table.csv",
};

export const isFileKind = (kind: string): boolean => fileKinds.has(kind);

/** Inputs that a request may carry as JSON: the samples, else something of their kind. Files are left to their samples. */
export function sampleInputs(ports: readonly SnippetPort[]): Record<string, JsonValue> {
  return Object.fromEntries(
    ports
      .filter(({ kind }) => !fileKinds.has(kind))
      .map(({ name, kind, isList, sample, limits }) => {
        const example = exampleWithin(kind, limits);
        return [name, sample ?? (isList ? [example] : example)];
      }),
  );
}

/** Of the kind, and one that would not be refused. */
function exampleWithin(kind: string, { choices, minimum, maximum }: InputLimits = {}): JsonValue {
  if (choices?.[0] !== undefined) return choices[0];
  if (kind === "number") return minimum ?? maximum ?? examples.number!; // there is one
  return examples[kind] ?? {};
}

/** For a shell. With files it is a form, which curl reads them into. */
export function curlSnippet({ origin, name, ports }: { origin: string; name: string; ports: readonly SnippetPort[] }) {
  const start = `curl ${origin}/api/v1/workflows/${name}/runs \\\n  -H "Authorization: Bearer $PATCHBAY_KEY"`;
  if (!ports.some(({ kind }) => fileKinds.has(kind))) {
    const body = JSON.stringify({ inputs: sampleInputs(ports) });
    return `${start} \\\n  --json ${shellQuote(body)}`;
  }
  const parts = ports.map((port) =>
    fileKinds.has(port.kind)
      ? `-F ${shellQuote(`${port.name}=@${fileNames[port.kind] ?? "file.bin"}`)}`
      : `-F ${shellQuote(`${port.name}=${formText(port)}`)}`,
  );
  return [start, ...parts].join(" \\\n  ");
}

export function pythonSnippet({
  origin,
  name,
  ports,
  outputs,
}: {
  origin: string;
  name: string;
  ports: readonly SnippetPort[];
  outputs: readonly { name: string }[];
}) {
  const files = ports.filter(({ kind }) => fileKinds.has(kind));
  const plain = ports.filter(({ kind }) => !fileKinds.has(kind));
  const fileLines = files.map(
    (port) => `        (${python(port.name)}, open(${python(fileNames[port.kind] ?? "file.bin")}, "rb")),`,
  );
  const dataLines = plain.map((port) => `        ${python(port.name)}: ${python(formText(port))},`);
  const body =
    files.length === 0
      ? [`    json={"inputs": ${python(sampleInputs(ports))}},`]
      : [
          "    files=[",
          ...fileLines,
          "    ],",
          ...(dataLines.length > 0 ? ["    data={", ...dataLines, "    },"] : []),
        ];
  return [
    "import os",
    "import requests",
    "",
    "response = requests.post(",
    `    "${origin}/api/v1/workflows/${name}/runs",`,
    `    headers={"Authorization": f"Bearer {os.environ['PATCHBAY_KEY']}"},`,
    ...body,
    ")",
    "response.raise_for_status()",
    'outputs = response.json()["outputs"]',
    ...outputs.map((output) => `print(outputs[${python(output.name)}])`),
  ].join("\n");
}

function formText({ kind, sample, isList }: SnippetPort): string {
  const value = sample ?? examples[kind] ?? {};
  if (kind === "text") return String(isList && Array.isArray(value) ? (value[0] ?? "text") : value);
  return JSON.stringify(isList && Array.isArray(value) ? (value[0] ?? examples[kind] ?? {}) : value);
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** JSON is Python but for three words. */
function python(value: JsonValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}: ${python(item)}`)
    .join(", ")}}`;
}
