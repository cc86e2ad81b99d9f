import type { JsonObject, JsonValue } from "#graph/json";
import { NodeError, type NodeContext } from "#graph/node-runner";

/** Evaluates the expression that a param holds. @throws NodeError as the sandbox, with the param that is at fault */
export async function evaluateParam(
  { sandbox }: Pick<NodeContext, "sandbox">,
  { param, expression, scope }: { param: string; expression: string; scope: JsonObject },
): Promise<JsonValue> {
  try {
    return await sandbox.evaluate(expression, scope);
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    throw new NodeError(error.kind, error.message, { param, cause: error });
  }
}
