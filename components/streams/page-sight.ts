/** Whether somebody may be looking at the page: false for a tab behind others, a minimised window, a locked phone. */
export type PageSight = {
  isShown: () => boolean;
  /** Gives what ends it. */
  onChange: (tell: () => void) => () => void;
};

export const pageSight: PageSight = {
  isShown: () => document.visibilityState === "visible",
  onChange(tell) {
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  },
};
