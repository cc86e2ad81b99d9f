/** One row of bench/results.md. */
export type Result = {
  /** The number of the budget, e.g. "P1". */
  id: string;
  what: string;
  figure: string;
  must: string;
  aim: string;
  isMet: boolean;
  how: string;
};
