import type { Kind } from "#graph/kinds";
import type { FrameColour } from "#graph/schema";
import type { Box } from "../wires/wire-route.ts";

/** What a picture of a workflow shows, in pixels of the canvas at zoom 1. */
export type Scene = {
  frames: { box: Box; title: string; colour: FrameColour | null }[];
  notes: { box: Box; text: string }[];
  wires: { path: string; kind: Kind | "any"; isList: boolean }[];
  cards: SceneCard[];
};

export type SceneCard = {
  box: Box;
  title: string;
  badge: string | null;
  isDisabled: boolean;
  /** SVG elements of 14 × 14, whose colour is that of the text around them. */
  icon: string;
  inputs: ScenePort[];
  outputs: ScenePort[];
  fields: { label: string | null; text: string }[];
};
/** `glyph` is an SVG element of 14 × 14. */
export type ScenePort = { label: string; glyph: string; kind: Kind | "any"; row: number };

export type Theme = {
  canvas: string;
  node: string;
  note: string;
  sunken: string;
  text: string;
  softText: string;
  border: string;
  strongBorder: string;
  frames: Readonly<Record<FrameColour, { tint: string; line: string }>>;
  kinds: Readonly<Record<Kind | "any", string>>;
  fontFamily: string;
  /** A style sheet with the font itself, where it could be read. */
  fontFace: string;
};

/** The width of a text in pixels, as the browser would draw it. */
export type Measure = (text: string, font: { size: number; weight: number }) => number;
