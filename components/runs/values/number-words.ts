import { formatValue } from "../../ui/format-number.ts";

/** The number of a cell, which comes as text: whole numbers stay exact beyond what a double holds. */
export function numberWords(cell: string): string {
  if (/^-?\d+$/.test(cell)) return cell.replace(/\B(?=(\d{3})+$)/g, ",");
  const value = Number(cell);
  return Number.isNaN(value) ? cell : formatValue(value, 7);
}
