import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

export type Arguments = { subject: string; input: string[]; out: string | undefined; json: boolean };

/**
 * @param subject what the one positional argument is, for the message where it is missing; null where none is taken
 * @throws UsageError for an unknown option and for too few or too many arguments
 */
export function readArguments(args: string[], { subject }: { subject: string | null }): Arguments {
  const { values, positionals } = parse(args);
  if (subject === null && positionals.length > 0) throw new UsageError(`"${positionals[0]}" is one argument too many.`);
  if (subject !== null && positionals.length !== 1) {
    const given = positionals.length === 0 ? "none is given" : `${positionals.length} are given`;
    throw new UsageError(`This command takes ${subject}; ${given}.`);
  }
  return { subject: positionals[0] ?? "", input: values.input ?? [], out: values.out, json: values.json ?? false };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        input: { type: "string", multiple: true, short: "i" },
        out: { type: "string", short: "o" },
        json: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
