import { hash } from "node:crypto";
import { canonicalJson } from "../../graph/canonical-json.ts";
import type { JsonValue } from "../../graph/json.ts";
import type { Plan, PlanStep } from "../../graph/plan.ts";
import { describePlan } from "./describe-step.ts";

export type StepKeys = {
  /**
   * The structural key: SHA-256 over the step and, by their own keys, all that feeds it. Known before anything runs. Null
   * where the plan alone does not say what comes out: below a node that is impure or not cached, and at one.
   */
  path: (step: PlanStep) => string | null;
  /** The content key: SHA-256 over the step and the digests of what reaches it, in the order of its inputs. Null is a port that got nothing. */
  content: (step: PlanStep, digests: readonly (string | null)[]) => string;
  /** What the caller of the run gave to this step; undefined for all but inputs of the workflow. */
  given: (step: PlanStep) => string | undefined;
  /** Where the step's model computes, or null without one. */
  provider: (step: PlanStep) => string | null;
};

export type KeySources = {
  /** The program that runs the nodes: its own code and the versions of what it computes with. */
  program: string;
  runInput: (name: string) => JsonValue | undefined;
  /** Proved execution providers, the preferred one first. */
  devices: readonly string[];
};

/** Keys of all steps of a plan with these inputs; each is made when it is asked for, all of them in O(steps + edges). */
export function createStepKeys(plan: Plan, { program, runInput, devices }: KeySources): StepKeys {
  const { steps } = plan;
  const described = describePlan(plan).steps;
  const paths: (string | null)[] = [];
  const auto = devices.join("/");

  function given({ type, params }: PlanStep): string | undefined {
    if (type !== "workflow-input" || typeof params.name !== "string") return undefined;
    const value = runInput(params.name);
    return value === undefined ? undefined : canonicalJson(value);
  }

  function provider(step: PlanStep): string | null {
    if (!described[step.index]!.usesModel) return null;
    const { device } = step.params;
    return typeof device === "string" && device !== "auto" ? device : auto;
  }

  /** Lines of which none holds a line break: JSON, names and hashes. */
  function own(step: PlanStep): string {
    return `${program}\n${provider(step) ?? ""}\n${given(step) ?? ""}\n${described[step.index]!.own}`;
  }

  function pathOf(step: PlanStep): string | null {
    if (described[step.index]!.reuse !== "allowed") return null;
    let text = own(step);
    for (const { port, lift, from } of step.inputs) {
      const source = paths[from.step];
      if (!source) return null;
      text += `\n${port} ${lift} ${from.port} ${source}`;
    }
    return hash("sha256", step.isDisabled ? `disabled\n${text}` : text, "base64url");
  }

  return {
    given,
    provider,
    path: ({ index }) => {
      // Sources come before their readers, so each finds the keys that it needs.
      for (let next = paths.length; next <= index; next++) paths.push(pathOf(steps[next]!));
      return paths[index]!;
    },
    content: (step, digests) => {
      const inputs = step.inputs.map(({ port, lift }, index) => [port, lift, digests[index]]);
      return hash("sha256", `${own(step)}\n${JSON.stringify(inputs)}`, "base64url");
    },
  };
}
