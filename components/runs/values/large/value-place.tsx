"use client";
import { createContext, useContext } from "react";
import type { ValuePlace } from "./large-url.ts";

const PlaceContext = createContext<ValuePlace | null>(null);

/** What is shown within is this value, or an item of it: on pages that keep in the address what is open in large. */
export function ValueAt({ place, children }: { place: ValuePlace | null; children: React.ReactNode }) {
  return <PlaceContext value={place}>{children}</PlaceContext>;
}

export function useValuePlace(): ValuePlace | null {
  return useContext(PlaceContext);
}

type Open = (place: ValuePlace) => void;
const OpenContext = createContext<Open | null>(null);
export const OpenInAddress = OpenContext.Provider;

/** Opens a value in large under an address of its own; null on pages whose address says nothing of it. */
export function useOpenInAddress(): Open | null {
  return useContext(OpenContext);
}

/** Which item is to be open in the lists of a value in large, from the outermost, and who hears when another one is. */
type ItemPath = { path: readonly number[]; onGo: (path: readonly number[]) => void };
const ItemPathContext = createContext<ItemPath>({ path: [], onGo: () => undefined });
export const ItemsOpen = ItemPathContext.Provider;

export function useItemPath(): ItemPath {
  return useContext(ItemPathContext);
}
