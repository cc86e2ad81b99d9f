import { nearestName } from "../nearest-name.ts";
import type { QueryField } from "./query-fields.ts";
import type { Comparison, RunTest } from "./run-query.ts";
import type { RawValue } from "./split-query.ts";
import { readDuration } from "./time-units.ts";
import { wordsIn } from "./words-in.ts";

type Read = { ok: true; test: RunTest } | { ok: false; message: string };

const good = (test: RunTest): Read => ({ ok: true, test });
const bad = (message: string): Read => ({ ok: false, message });
const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const datePattern = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/** One value of a field, or what is wrong with it and what would be right. */
export function readTest(field: QueryField, value: RawValue): Read {
  const written = `${value.text}${value.rest}`;
  const isEmptyText = field.kind === "value" && value.isQuoted;
  if (written === "" && !isEmptyText) return bad(`“${field.name}:” needs a value, such as ${field.example}.`);
  if (value.isQuoted && value.rest !== "" && field.kind !== "model") {
    return bad(`“${value.rest}” stands right behind a closing quote. Put a space or a comma between the two.`);
  }
  const comparison: Comparison = value.operator === "" ? "=" : value.operator;
  switch (field.kind) {
    case "choice":
      return readChoice(field, value);
    case "text":
      if (isRange(value)) return bad(noRange(field));
      return good({ kind: "text", value: value.text, isWhole: value.operator === "=" });
    case "words":
      if (value.operator !== "") return bad(noRange(field));
      if (wordsIn(value.text).length === 0)
        return bad(`“${value.text}” holds no letter and no digit: ${field.example}.`);
      return good({ kind: "words", value: value.text });
    case "number":
      if (!numberPattern.test(value.text)) return bad(`“${value.text}” is no number. Write ${field.example}.`);
      return numberTest(comparison, value.text);
    case "duration": {
      const ms = readDuration(value.text);
      if (ms === null) {
        return bad(`“${value.text}” is no duration. Write a number and ms, s, min, h, d or w: ${field.example}.`);
      }
      return good({ kind: "duration", comparison, ms });
    }
    case "percent": {
      const percent = Math.round(Number(value.text.replace(/%$/, "")) * 1_000) / 1_000;
      if (!/^\d+(\.\d+)?%?$/.test(value.text) || percent > 100) {
        return bad(`“${value.text}” is no share. Write a percentage from 0% to 100%: ${field.example}.`);
      }
      return good({ kind: "percent", comparison, percent });
    }
    case "moment":
      return readMoment(field, value, comparison);
    case "model":
      return readModel(field, value);
    case "value":
      if (!value.isQuoted && numberPattern.test(value.text)) return numberTest(comparison, value.text);
      if (isRange(value))
        return bad(`“${value.text}” is no number, so nothing is above or below it: ${field.example}.`);
      return good({ kind: "text", value: value.text, isWhole: true });
  }
}

function numberTest(comparison: Comparison, text: string): Read {
  const value = Number(text);
  if (!Number.isFinite(value)) return bad(`“${text}” is too large a number.`);
  // -0 is 0: they are equal, and print alike.
  return good({ kind: "number", comparison, value: value + 0 });
}

function readChoice(field: QueryField, { text, operator }: RawValue): Read {
  const choices = field.choices!;
  if (operator !== "") return bad(noRange(field));
  const choice = text.toLowerCase();
  if (choices.includes(choice)) return good({ kind: "choice", value: choice });
  if (choices.length === 1) return bad(`“${text}” is not known behind “${field.name}:”. Write ${field.example}.`);
  const near = nearestName(choice, choices);
  return bad(`“${text}” is no ${field.name}. ${near ? `Did you mean ${near}? ` : ""}There are ${choices.join(", ")}.`);
}

function readMoment(field: QueryField, { text, operator }: RawValue, comparison: Comparison): Read {
  const ms = readDuration(text);
  // Without an operator: within that time.
  if (ms !== null) return good({ kind: "age", comparison: operator.startsWith(">") ? ">" : "<", ms });
  const date = readDate(text);
  const day = text.toLowerCase();
  if (day === "today" || day === "yesterday") return good({ kind: "date", comparison, date: day });
  if (date !== null) return good({ kind: "date", comparison, date });
  return bad(
    `“${text}” is no moment. Write how long ago (${field.example}), today, or a date such as started:>2026-11-01.`,
  );
}

/** A year, month, day or minute as queries write it, a minute also with its offset from UTC; null for anything else. */
export function readDate(text: string): string | null {
  const date = text.toUpperCase();
  return datePattern.test(date) && isDate(date) ? date : null;
}

/** Postgres and Date agree on these; the 30th of February is none. */
function isDate(date: string): boolean {
  const [day = "", clock = "00:00"] = date.split("T");
  if (clock.length > 5 && Number.isNaN(Date.parse(date))) return false;
  const time = clock.slice(0, 5);
  const full = `${day}-01-01`.slice(0, 10);
  const moment = new Date(`${full}T${time}:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(`${full}T${time}`) && full >= "1900";
}

function readModel(field: QueryField, value: RawValue): Read {
  const { text, operator, isQuoted, rest } = value;
  if (isRange(value)) return bad(noRange(field));
  const [, name = "", version] = isQuoted
    ? [rest, text, /^@(\d{1,9})$/.exec(rest)?.[1]]
    : (/^(.*?)(?:@(\d{1,9}))?$/s.exec(text) ?? []);
  if (name === "" || (isQuoted && rest !== "" && version === undefined)) {
    return bad(`“${isQuoted ? rest : text}” is no model and no version. Write ${field.example}.`);
  }
  const isWhole = operator === "=";
  return good({ kind: "model", name, version: version === undefined ? null : Number(version), isWhole });
}

const isRange = ({ operator }: RawValue) => operator !== "" && operator !== "=";
const noRange = ({ name, example }: QueryField) => `“${name}” takes no comparison. Write ${example}.`;
