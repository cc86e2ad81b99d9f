import { formatValue } from "../../ui/format-number.ts";

/** The number of a cell, which comes as text: whole numbers stay exact beyond what a double holds. */
export function numberWords(cell: string): string {
  if (/^-?\d+$/.test(cell)) return cell.replace(/\B(?=(\d{3})+$)/g, ",");
  const value = Number(cell);
  return Number.isNaN(value) ? cell : formatValue(value, 7);
}

/** An element in at most `room` characters, rounded where it is longer: what is cut off of a number leaves another one. */
export function shortNumber(text: string, room: number): string {
  if (text.length <= room) return text;
  const value = Number(text);
  for (let digits = room; digits > 0 && Number.isFinite(value); digits--) {
    const words = [String(Number(value.toPrecision(digits))), value.toExponential(digits - 1).replace("e+", "e")];
    const short = words.find(({ length }) => length <= room);
    if (short !== undefined) return short;
  }
  return `${text.slice(0, room - 1)}…`;
}
