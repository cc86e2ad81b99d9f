import "#server-only";
import type { Graph } from "../../graph/schema.ts";
import { secretProblems } from "../../graph/secret-problems.ts";
import { secretNamesIn } from "../../graph/secret-ref.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import type { ServiceContext } from "../service-context.ts";
import { findMissingSecrets } from "./find-missing-secrets.ts";

/** @throws AppError BAD_REQUEST "graph-problems" where what would run names a secret that is not there */
export async function refuseMissingSecrets(
  context: Pick<ServiceContext, "tenant">,
  { graph, subGraphs }: { graph: Graph; subGraphs: SubGraphs },
): Promise<void> {
  const others = Object.values(subGraphs);
  const missing = new Set(await findMissingSecrets(context, [graph, ...others.map((sub) => sub.graph)]));
  if (missing.size === 0) return;
  const problemsOf = (one: Graph) => {
    const names = new Set(secretNamesIn([one]).filter((name) => !missing.has(name)));
    return secretProblems(one, { names, library: definitions });
  };
  const own = problemsOf(graph);
  // Their nodes are not those of the graph that was asked for.
  const inner = others.flatMap((sub) =>
    problemsOf(sub.graph).map(({ code, severity, message }) => ({
      code,
      severity,
      message: `In "${sub.title}": ${message}`,
    })),
  );
  const problems = [...own, ...inner];
  const [first] = problems;
  if (!first) return;
  const message = `This workflow cannot run yet: ${first.message}`;
  throw new AppError("BAD_REQUEST", message, { reason: "graph-problems", details: { problems } });
}
