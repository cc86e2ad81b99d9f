import { create } from "zustand";

export type Toast = {
  id: number;
  title: string;
  description?: string;
  tone: "neutral" | "failed";
  action?: { label: string; onAction: () => void };
};

/** As many as fit beside each other without covering the page; the oldest goes first. */
const MAX_TOASTS = 3;

export const useToastStore = create<{ toasts: Toast[]; announcement: string }>(() => ({
  toasts: [],
  announcement: "",
}));

let lastId = 0;

/**
 * Says something that a person should see without stopping them. Errors that belong to a form or a page stand there instead.
 * Gives the id, for what is over before it was read.
 */
export function showToast(toast: Omit<Toast, "id" | "tone"> & { tone?: Toast["tone"] }): number {
  const shown: Toast = { tone: "neutral", ...toast, id: ++lastId };
  useToastStore.setState(({ toasts }) => ({ toasts: [...toasts, shown].slice(-MAX_TOASTS) }));
  return shown.id;
}

export function dismissToast(id: number): void {
  useToastStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Tells screen readers what the page shows silently: "Run 12 done, 6 objects". */
export function announce(sentence: string): void {
  useToastStore.setState({ announcement: sentence });
}
