import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Ports } from "#graph/kinds";
import { secretRefSchema } from "#graph/secret-ref";
import { parseTemplate } from "../parse-template.ts";

const bodyKinds = ["none", "json", "text", "image", "audio", "file"] as const;
const responseKinds = ["json", "text", "image", "audio", "file"] as const;
const kindWords = { json: "JSON", text: "Text", image: "Image", audio: "Audio (WAV)", file: "File" };
/** By lower-case name. In a header of the graph they would be readable by everybody who sees the workflow. */
const secretHeaders = /^(authorization|proxy-authorization|cookie|x-api-key|api-key)$/i;

const textsSchema = z.record(z.string().min(1).max(200), z.string().max(8_192));

export const httpRequest = defineNode({
  type: "http-request",
  version: 1,
  title: "HTTP request",
  summary: "Asks a web service and gives what it answers.",
  docs: `Sends one request and gives the answer's **body**, **status** and **headers**.

- Each \`{{name}}\` in the URL, the query and the headers becomes an **input**. In the URL values are percent-encoded, so that
  they cannot change where it leads; at its very beginning a value is taken as it is, so \`{{url}}\` may be a whole address.
- **Authentication** names a secret of the workspace. Its value never is in the workflow: the worker puts it into the request,
  and takes it out of whatever comes back. It is not sent along when the service redirects to another origin.
- The **body** is what arrives at *Body*; GET and HEAD have none. Pictures are sent as they are, or as PNG; audio as WAV; JSON and text as UTF-8.
- **429** and **503** are tried again, as \`Retry-After\` asks or after a wait that doubles; 500, 502, 504 and broken connections
  only where trying again does nothing twice (GET, HEAD, PUT, DELETE).
- A status of 400 or more fails the node, unless *Fail on error status* is off. An empty body does not fire, but for text.

Only addresses of the public internet are asked, also after a redirect; whoever runs the server may allow others. The result
is never reused: each run asks again.`,
  category: "input-output",
  icon: "globe",
  keywords: ["api", "rest", "fetch", "web", "url", "webhook", "download", "get", "post", "curl"],
  impure: true,
  // `as Ports`: which ports there are follows from the params.
  inputs: {} as Ports,
  outputs: {
    body: { label: "Body", type: { kind: "json" } },
    status: { label: "Status", type: { kind: "number" } },
    headers: { label: "Headers", type: { kind: "json" } },
  } as Ports,
  params: z.strictObject({
    method: z
      .enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
      .default("GET")
      .meta({
        title: "Method",
        widget: "select",
        onNode: true,
        options: { GET: "GET", POST: "POST", PUT: "PUT", PATCH: "PATCH", DELETE: "DELETE", HEAD: "HEAD" },
      }),
    url: z.string().min(1, "must not be empty").max(8_192).meta({
      title: "URL",
      widget: "code",
      language: "template",
      required: true,
      onNode: true,
      description: "Whole, with {{placeholders}}: https://api.example.com/items/{{id}}",
    }),
    query: textsSchema.default({}).meta({
      title: "Query",
      widget: "pairs",
      description: "Added to the URL, encoded. Values may have {{placeholders}}.",
    }),
    headers: textsSchema
      .default({})
      .meta({ title: "Headers", widget: "pairs", description: "Values may have {{placeholders}}." }),
    auth: z
      .enum(["none", "bearer", "basic", "header", "query"])
      .default("none")
      .meta({
        title: "Authentication",
        widget: "select",
        options: {
          none: "None",
          bearer: "Bearer token",
          basic: "User and password",
          header: "Secret in a header",
          query: "Secret in the query",
        },
      }),
    secret: secretRefSchema
      .nullable()
      .default(null)
      .meta({
        title: "Secret",
        widget: "secret-picker",
        description: "The token, password or key; of the workspace, by its name.",
        onlyFor: { param: "auth", except: ["none"] },
      }),
    user: z
      .string()
      .max(200)
      .default("")
      .meta({
        title: "User",
        description: "Of “User and password”.",
        widget: "text",
        onlyFor: { param: "auth", values: ["basic"] },
      }),
    authName: z
      .string()
      .max(200)
      .regex(/^[\w!#$%&'*+.^`|~-]+$/, "must hold letters, digits and '-' only")
      .default("X-API-Key")
      .meta({
        title: "Header or query name",
        description: "Under which the secret is sent.",
        widget: "text",
        onlyFor: { param: "auth", values: ["header", "query"] },
      }),
    body: z
      .enum(bodyKinds)
      .default("none")
      .meta({
        title: "Body",
        widget: "select",
        options: { none: "None", ...kindWords },
        onlyFor: { param: "method", except: ["GET", "HEAD"] },
      }),
    response: z
      .enum(responseKinds)
      .default("json")
      .meta({ title: "Response as", widget: "select", options: kindWords }),
    failOnError: z.boolean().default(true).meta({
      title: "Fail on error status",
      widget: "switch",
      description: "Off: a status of 400 or more is an answer like any other.",
    }),
    timeoutS: z
      .number()
      .min(0.1)
      .max(300)
      .default(30)
      .meta({ title: "Time limit", unit: "s", description: "Of each try, redirects and body included." }),
    retries: z
      .number()
      .int()
      .min(0)
      .max(5)
      .default(2)
      .meta({ title: "Retries", description: "After 429, 5xx and broken connections." }),
    maxMegabytes: z
      .number()
      .min(0.001)
      .max(50)
      .default(10)
      .meta({ title: "Largest answer", unit: "MB", description: "Of the body, after inflating." }),
  }),
  portsFor: ({ url, query, headers, body, response }) => ({
    inputs: {
      ...(body !== undefined && body !== "none" && { body: { label: "Body", type: { kind: body } } }),
      ...Object.fromEntries(
        placeholdersIn({ url, query, headers }).map((name) => [name, { label: name, type: { kind: "any" } }]),
      ),
    } as Ports,
    outputs: {
      body: { label: "Body", type: { kind: response ?? "json" } },
      status: { label: "Status", type: { kind: "number" } },
      headers: { label: "Headers", type: { kind: "json" } },
    } as Ports,
  }),
  checkParams: ({ url, query, headers, auth, secret, authName, body }) => {
    const problems = (param: string, texts: readonly string[]) =>
      texts.flatMap((text) => parseTemplate(text).problems.map((message) => ({ param, message })));
    const open = Object.entries(headers).find(
      ([name, value]) => secretHeaders.test(name) && parseTemplate(value).names.length === 0,
    );
    const clashing = body !== "none" && placeholdersIn({ url, query, headers }).includes("body");
    return [
      ...problems("url", [url]),
      ...problems("query", Object.values(query)),
      ...problems("headers", Object.values(headers)),
      ...(open
        ? [
            {
              param: "headers",
              message: `Everybody who sees the workflow could read "${open[0]}" in it. Take it out, and choose a secret under Authentication.`,
            },
          ]
        : []),
      ...(auth !== "none" && secret === null
        ? [{ param: "secret", message: "Authentication needs a secret. Choose one, or choose None." }]
        : []),
      ...(auth === "header" && /^(host|content-length|transfer-encoding|connection|proxy-.*)$/i.test(authName)
        ? [{ param: "authName", message: `The header "${authName}" cannot carry a secret. Name another one.` }]
        : []),
      ...(clashing
        ? [{ param: "url", message: 'A placeholder cannot be named "body" beside a body. Name it otherwise.' }]
        : []),
    ];
  },
});

/** Also of params that make no sense: then there are none. */
function placeholdersIn({ url, query, headers }: Record<"url" | "query" | "headers", unknown>): string[] {
  const texts = [url, ...valuesOf(query), ...valuesOf(headers)];
  return [...new Set(texts.flatMap((text) => (typeof text === "string" ? parseTemplate(text).names : [])))];
}

function valuesOf(record: unknown): unknown[] {
  return typeof record === "object" && record !== null ? Object.values(record) : [];
}
