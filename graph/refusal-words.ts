import type { z } from "zod";

/**
 * Why a schema refuses a value, as the second half of a sentence with the value and what it must be; words that the schema has of
 * its own come before. Given to `safeParse` as `error`.
 */
export function refusalWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return mustBe(kindWords[issue.expected] ?? `of the kind ${issue.expected}`, issue.input);
    case "invalid_value":
      return mustBe(oneOf(issue.values.map(valueWords)), issue.input);
    case "invalid_union":
      return unionWords(issue);
    case "too_small":
      return limitWords(issue, { limit: Number(issue.minimum), least: "at least", beyond: "more than" });
    case "too_big":
      return limitWords(issue, { limit: Number(issue.maximum), least: "at most", beyond: "less than" });
    case "not_multiple_of":
      return mustBe(`a multiple of ${issue.divisor}`, issue.input);
    case "unrecognized_keys":
      return `must not have ${issue.keys.map(valueWords).join(", ")}`;
    case "invalid_format":
      return mustBe(`of the form “${issue.pattern ?? issue.format}”`, issue.input);
    default:
      return mustBe("of another form", issue.input);
  }
}

const kindWords: Record<string, string | undefined> = {
  number: "a number",
  int: "a whole number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "empty",
};
const MAX_SHOWN_CHARACTERS = 40;

function mustBe(words: string, value: unknown): string {
  return `must be ${words}, ${value === undefined ? "and is not set" : `not ${valueWords(value)}`}`;
}

function valueWords(value: unknown): string {
  if (typeof value === "string") {
    const shown = value.length > MAX_SHOWN_CHARACTERS ? `${value.slice(0, MAX_SHOWN_CHARACTERS)}…` : value;
    return shown === "" ? "empty" : `“${shown}”`;
  }
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : String(value);
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** Where each alternative only wants another kind or value, all of them; else what the first of them says. */
function unionWords({ errors, input }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
  const wanted = errors.map(([first]) => {
    if (first?.path.length !== 0) return null;
    if (first.code === "invalid_type") return kindWords[first.expected] ?? null;
    return first.code === "invalid_value" ? oneOf(first.values.map(valueWords)) : null;
  });
  if (wanted.length > 0 && wanted.every((words) => words !== null)) return mustBe(oneOf(wanted), input);
  return errors[0]?.[0]?.message ?? mustBe("of another form", input);
}

type LimitIssue = z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall> | z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>;
type Limit = { limit: number; least: string; beyond: string };

function limitWords({ origin, inclusive, exact, input }: LimitIssue, { limit, least, beyond }: Limit): string {
  const isCounted = typeof input === "string" || Array.isArray(input);
  if (!isCounted) return mustBe(`${inclusive === false ? beyond : least} ${limit}`, input);
  if (limit === 1 && input.length === 0) return "must not be empty";
  const [one, many] = origin === "string" ? ["character", "characters"] : ["entry", "entries"];
  return `must have ${exact ? "" : `${least} `}${limit} ${limit === 1 ? one : many}, and has ${input.length}`;
}
