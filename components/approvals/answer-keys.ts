import { rowKeys } from "../ui/list-keys.ts";

const decisions: Record<string, string> = { a: "approved", r: "rejected" };

/** Keys of a question in a list: up and down go to the next one, A approves and R rejects, N goes to the note. */
export const answerKeys = {
  "data-row": true,
  tabIndex: 0,
  onKeyDown(event: React.KeyboardEvent<HTMLElement>) {
    // Letters typed into the note, and shortcuts of the browser, are not answers.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const decision = decisions[key];
    const wanted = decision ? `[data-answer="${decision}"]` : key === "n" ? "input" : null;
    if (!wanted) return rowKeys.onKeyDown(event);
    const control = event.currentTarget.querySelector<HTMLElement>(wanted);
    event.preventDefault();
    if (decision) control?.click();
    else control?.focus();
  },
} as const;
