import {
  type KeepingRules,
  keepingRulesSchema,
  MAX_KEPT_BYTES,
  MAX_KEPT_DAYS,
  MAX_KEPT_RUNS,
} from "#graph/keeping-rules";
import { formatCount } from "../ui/format-number.ts";
import { readNumber } from "../ui/read-number.ts";

const GB = 1e9;

export type RuleName = keyof KeepingRules;

/** A rule as it stands in the form: whether it holds, and the number as it was typed, in days, runs or gigabytes. */
export type RulesDraft = Record<RuleName, { isOn: boolean; text: string }>;

/** What is offered for a rule that does not hold. */
const usual: Record<RuleName, string> = { maxAgeDays: "90", maxRuns: "10000", maxBytes: "50" };

export function draftOf(rules: KeepingRules): RulesDraft {
  const of = (name: RuleName, value: number | null) => ({
    isOn: value !== null,
    text: value === null ? usual[name] : String(value),
  });
  return {
    maxAgeDays: of("maxAgeDays", rules.maxAgeDays),
    maxRuns: of("maxRuns", rules.maxRuns),
    maxBytes: of("maxBytes", rules.maxBytes === null ? null : rules.maxBytes / GB),
  };
}

const limits: Record<RuleName, string> = {
  maxAgeDays: `a whole number of days from 1 to ${formatCount(MAX_KEPT_DAYS)}`,
  maxRuns: `a whole number of runs from 1 to ${formatCount(MAX_KEPT_RUNS)}`,
  maxBytes: `a number of gigabytes from 0.001 to ${formatCount(MAX_KEPT_BYTES / GB)}`,
};

/** The rules of a draft, or what is wrong with which of them. */
export function readDraft(draft: RulesDraft): {
  rules: KeepingRules | null;
  problems: Partial<Record<RuleName, string>>;
} {
  const problems: Partial<Record<RuleName, string>> = {};
  const read = (name: RuleName, unit = 1): number | null => {
    const { isOn, text } = draft[name];
    if (!isOn) return null;
    const typed = readNumber(text);
    const value = "value" in typed ? Math.round(typed.value * unit * 1e6) / 1e6 : NaN;
    const whole = unit === 1 ? value : Math.round(value);
    if (keepingRulesSchema.shape[name].safeParse(whole).success) return whole;
    problems[name] = `${text.trim() === "" ? "Nothing" : `“${text}”`} is not ${limits[name]}.`;
    return null;
  };
  const rules = { maxAgeDays: read("maxAgeDays"), maxRuns: read("maxRuns"), maxBytes: read("maxBytes", GB) };
  return { rules: Object.keys(problems).length > 0 ? null : rules, problems };
}

export function isSameRules(one: KeepingRules, other: KeepingRules): boolean {
  return one.maxAgeDays === other.maxAgeDays && one.maxRuns === other.maxRuns && one.maxBytes === other.maxBytes;
}
