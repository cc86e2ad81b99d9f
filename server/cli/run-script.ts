import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./usage-error.ts";

const builderUrl = new URL("../../nodes/builder.ts", import.meta.url).href;

export function isScript(file: string): boolean {
  return [".ts", ".mts", ".js", ".mjs"].includes(path.extname(file));
}

/**
 * The document that a script builds and exports as its default. It is a program, and runs as one; "patchbay/builder" is
 * that of this Patchbay, so that the script needs no package of its own.
 *
 * @throws UsageError where it does not run, and where it exports no workflow.
 */
export async function runScript(file: string): Promise<string> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "patchbay/builder" ? { url: builderUrl, shortCircuit: true } : next(specifier, context),
  });
  try {
    const { default: built } = (await import(pathToFileURL(path.resolve(file)).href)) as { default?: unknown };
    if (isBuilder(built)) return built.toJson();
  } catch (error) {
    throw new UsageError(`The script ${file} does not run: ${whatWentWrong(error, file)}`);
  } finally {
    hooks.deregister();
  }
  throw new UsageError(`The script ${file} exports no workflow. End it with \`export default workflow("…")…;\`.`);
}

function isBuilder(built: unknown): built is { toJson: () => string } {
  return typeof built === "object" && built !== null && "toJson" in built && typeof built.toJson === "function";
}

/** The message, and the line of the script where the stack names one. */
function whatWentWrong(error: unknown, file: string): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split("\n").find((line) => line.includes(path.basename(file)));
  const [, line] = /:(\d+)(?::\d+)?\)?$/.exec(place ?? "") ?? [];
  return `${error.message.trim()}${line === undefined ? "" : ` (line ${line})`}`;
}
