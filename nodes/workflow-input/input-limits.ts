import type { Kind } from "#graph/kinds";

type Limits = { kind: Kind; choices: string[]; minimum: number | null; maximum: number | null };

/** Limits that no value could keep to, or that contradict each other; at the param that can be mended. */
export function refuseLimits({ kind, choices, minimum, maximum }: Limits): { param: string; message: string } | null {
  if (kind !== "number" && kind !== "text") return null;
  if (choices.length > 0 && (minimum !== null || maximum !== null)) {
    const message = "Choices say already what it takes. Take out the choices, or the minimum and the maximum.";
    return { param: "choices", message };
  }
  const unread = kind === "number" ? choices.find((choice) => !Number.isFinite(Number(choice))) : undefined;
  if (unread !== undefined) {
    return {
      param: "choices",
      message: `“${unread}” is no number, and the input is one. Write choices such as 1 or 0.5.`,
    };
  }
  const repeated = choices.find((choice, index) => choices.indexOf(choice) !== index);
  if (repeated !== undefined) return { param: "choices", message: `“${repeated}” is there twice. Take one out.` };
  if (minimum !== null && maximum !== null && minimum > maximum) {
    const message = `The maximum ${maximum} is below the minimum ${minimum}, so no value fits. Raise it, or lower the minimum.`;
    return { param: "maximum", message };
  }
  if (kind === "text") {
    for (const [param, end] of [
      ["minimum", minimum],
      ["maximum", maximum],
    ] as const) {
      if (end === null || (Number.isInteger(end) && end >= 0)) continue;
      return {
        param,
        message: `Of a text the ${param} counts characters, and ${end} is no count. Use a whole number from 0 on.`,
      };
    }
  }
  return null;
}
