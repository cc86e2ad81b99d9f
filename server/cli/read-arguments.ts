import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

export type Arguments = {
  subject: string;
  input: string[];
  out: string | undefined;
  to: string | undefined;
  from: string | undefined;
  only: string | undefined;
  with: string | undefined;
  record: string | undefined;
  pin: string[];
  secrets: string | undefined;
  model: string | undefined;
  approve: string[];
  timeout: string | undefined;
  trace: string | undefined;
  version: string | undefined;
  workspace: string | undefined;
  sort: string | undefined;
  limit: string | undefined;
  archive: string | undefined;
  profile: boolean;
  json: boolean;
  noCache: boolean;
  ts: boolean;
  saved: boolean;
};

const options = {
  input: { type: "string", multiple: true, short: "i" },
  out: { type: "string", short: "o" },
  to: { type: "string" },
  from: { type: "string" },
  only: { type: "string" },
  with: { type: "string" },
  record: { type: "string" },
  pin: { type: "string", multiple: true },
  secrets: { type: "string" },
  model: { type: "string" },
  approve: { type: "string", multiple: true },
  timeout: { type: "string" },
  trace: { type: "string" },
  version: { type: "string" },
  workspace: { type: "string" },
  sort: { type: "string" },
  limit: { type: "string" },
  archive: { type: "string" },
  profile: { type: "boolean" },
  json: { type: "boolean" },
  "no-cache": { type: "boolean" },
  ts: { type: "boolean" },
  saved: { type: "boolean" },
} as const;
type OptionName = keyof typeof options;

/**
 * @param subject what the one positional argument is, for the message where it is missing; null where none is taken
 * @param isOptional whether it may be left out; it is "" then
 * @param takes the options of this command
 * @throws UsageError for an option of no or another command, and for too few or too many arguments
 */
export function readArguments(
  args: string[],
  {
    subject,
    isOptional = false,
    takes = ["json"],
  }: { subject: string | null; isOptional?: boolean; takes?: readonly OptionName[] },
): Arguments {
  const { values, positionals, tokens } = parseArgs({
    args,
    allowPositionals: true,
    strict: false,
    tokens: true,
    options,
  });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (!takes.includes(name as OptionName)) {
      const known = takes.map((option) => `--${option}`).join(", ");
      throw new UsageError(`This command has no option "${rawName}". It takes ${known}.`);
    }
    const takesValue = options[name as OptionName].type === "string";
    if (takesValue && value === undefined) throw new UsageError(`The option "${rawName}" needs a value after it.`);
    if (!takesValue && value !== undefined) throw new UsageError(`The option "${rawName}" takes no value.`);
  }
  if (subject === null && positionals.length > 0) throw new UsageError(`"${positionals[0]}" is one argument too many.`);
  const isLeftOut = isOptional && positionals.length === 0;
  if (subject !== null && positionals.length !== 1 && !isLeftOut) {
    const given = positionals.length === 0 ? "none is given" : `${positionals.length} are given`;
    throw new UsageError(`This command takes ${subject}; ${given}.`);
  }
  // The loop above has made certain that each option has a value of its type.
  const {
    input,
    pin,
    approve,
    profile,
    json,
    "no-cache": noCache,
    ts,
    saved,
    ...single
  } = values as {
    input?: string[];
    pin?: string[];
    approve?: string[];
    profile?: boolean;
    json?: boolean;
    "no-cache"?: boolean;
    ts?: boolean;
    saved?: boolean;
  } & Partial<
    Record<
      | "out"
      | "to"
      | "from"
      | "only"
      | "with"
      | "record"
      | "secrets"
      | "model"
      | "timeout"
      | "trace"
      | "version"
      | "workspace"
      | "sort"
      | "limit"
      | "archive",
      string
    >
  >;
  const { out, to, from, only, with: base, record, secrets, model, timeout, trace, version } = single;
  const { workspace, sort, limit, archive } = single;
  const texts = {
    out,
    to,
    from,
    only,
    with: base,
    record,
    secrets,
    model,
    timeout,
    trace,
    version,
    workspace,
    sort,
    limit,
    archive,
  };
  const lists = { input: input ?? [], pin: pin ?? [], approve: approve ?? [] };
  const isOn = (flag: boolean | undefined) => flag ?? false;
  const switches = {
    profile: isOn(profile),
    json: isOn(json),
    noCache: isOn(noCache),
    ts: isOn(ts),
    saved: isOn(saved),
  };
  return { subject: positionals[0] ?? "", ...lists, ...switches, ...texts };
}
