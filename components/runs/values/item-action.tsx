"use client";
import { createContext, useContext } from "react";
import { useListAround } from "./list-context";

/** What may be done with an item of the list that is shown, as a button. */
export const ItemAction = createContext<((index: number) => React.ReactNode) | null>(null);

/** What may be done with an item of this list. In lists within lists it is done with the item of the outermost one, which has its button. */
export function useItemAction(index: number): React.ReactNode {
  const action = useContext(ItemAction);
  const outer = useListAround();
  return outer ? null : (action?.(index) ?? null);
}
