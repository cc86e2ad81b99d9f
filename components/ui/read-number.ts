const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const withDecimalComma = /^[+-]?\d+,\d*$/;
/** A comma in it is one of thousands where it is read in English, and the decimal one elsewhere. */
const ambiguous = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const commasBetweenThousands = /^[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+\.\d*|(?:,\d{3}){2,})$/;
const pointsBetweenThousands = /^[+-]?[1-9]\d{0,2}(?:(?:\.\d{3})+,\d*|(?:\.\d{3}){2,})$/;
const spaceBetweenThousands = /(?<=\d)[\s'’_](?=\d{3}(?!\d))/g;
const MAX_SHOWN_CHARACTERS = 40;

/** A number as people type it, with or without the field's unit; what could be another one is refused. */
export function readNumber(text: string, unit?: string): { value: number } | { error: string } {
  const typed = text.trim();
  const bare = unit && typed.endsWith(unit) ? typed.slice(0, -unit.length).trim() : typed;
  const digits = bare.replace("−", "-").replaceAll(spaceBetweenThousands, "");
  if (ambiguous.test(digits)) {
    const ways = `Type ${digits.replace(",", "")} or ${digits.replace(",", ".")}.`;
    return { error: `“${typed}” can be read in two ways. ${ways}` };
  }
  const number = inPlainForm(digits);
  if (number === null) return { error: `“${shortened(typed)}” is no number. Type digits, such as 12 or 0.5.` };
  const value = Number(number);
  return Number.isFinite(value) ? { value: value || 0 } : { error: `“${shortened(typed)}” is too large for a number.` };
}

function inPlainForm(digits: string): string | null {
  if (plain.test(digits)) return digits;
  if (commasBetweenThousands.test(digits)) return digits.replaceAll(",", "");
  if (pointsBetweenThousands.test(digits)) return digits.replaceAll(".", "").replace(",", ".");
  return withDecimalComma.test(digits) ? digits.replace(",", ".") : null;
}

function shortened(text: string): string {
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
}
