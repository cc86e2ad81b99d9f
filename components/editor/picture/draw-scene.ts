import { HEADER_HEIGHT, ROW_HEIGHT } from "../nodes/card-of.ts";
import type { Box } from "../wires/wire-route.ts";
import type { Measure, Scene, SceneCard, ScenePort, Theme } from "./scene.ts";
import { escapeXml, metadataOf } from "./svg-workflow.ts";
import { ellipsis, wrap } from "./fit-text.ts";

const MARGIN = 40;
const GLYPH = 14;
const SMALL = 11;
const SIZE = 12;
const LINE = 18;
const FIELD_HEIGHT = ROW_HEIGHT + 4;

/** A workflow as a picture that stands for itself: an SVG document, with the workflow file in its metadata. */
export function drawScene(
  scene: Scene,
  { theme, measure, workflow }: { theme: Theme; measure: Measure; workflow: string },
): { svg: string; width: number; height: number } {
  const view = viewOf(scene);
  const draw = painter(theme, measure);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${view.width}" height="${view.height}" viewBox="${view.x} ${view.y} ${view.width} ${view.height}" font-family="${escapeXml(theme.fontFamily)}" font-size="${SIZE}" fill="${theme.text}">`,
    metadataOf(workflow),
    theme.fontFace && `<style>${theme.fontFace}</style>`,
    `<rect x="${view.x}" y="${view.y}" width="${view.width}" height="${view.height}" fill="${theme.canvas}"/>`,
    ...scene.frames.map(draw.frame),
    ...scene.notes.map(draw.note),
    ...scene.wires.map(draw.wire),
    ...scene.frames.map(draw.frameTitle),
    ...scene.cards.map(draw.card),
    "</svg>",
  ];
  return { svg: svg.filter(Boolean).join("\n"), width: view.width, height: view.height };
}

function viewOf({ frames, notes, cards }: Scene): Box {
  const boxes = [...frames, ...notes, ...cards].map(({ box }) => box);
  const left = Math.min(...boxes.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...boxes.map(({ y }) => y)) - MARGIN;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + MARGIN;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + MARGIN;
  return { x: Math.floor(left), y: Math.floor(top), width: Math.ceil(right - left), height: Math.ceil(bottom - top) };
}

function painter(theme: Theme, measure: Measure) {
  const label = (
    text: string,
    at: { x: number; y: number; room: number; size?: number; weight?: number },
    more = "",
  ) => {
    const { x, y, room, size = SIZE, weight = 400 } = at;
    const shown = ellipsis(text, { room, measure: (part) => measure(part, { size, weight }) });
    return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" ${more}>${escapeXml(shown)}</text>`;
  };

  function frame({ box, colour }: Scene["frames"][number]): string {
    const { tint: fill, line: stroke } = colour ? theme.frames[colour] : { tint: "none", line: theme.strongBorder };
    return rectangle(box, { radius: 12, fill, stroke, more: 'stroke-dasharray="4 4"' });
  }

  /** With a halo, since wires cross it. */
  function frameTitle({ box: { x, y, width }, title }: Scene["frames"][number]): string {
    const halo = `stroke="${theme.canvas}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`;
    const at = { x: x + 12, y: y + 20, room: width - 24, weight: 600 };
    return label(title, at, `fill="${theme.softText}" ${halo}`);
  }

  function note({ box, text }: Scene["notes"][number]): string {
    const { x, y, width, height } = box;
    const room = { room: width - 24, measure: (part: string) => measure(part, { size: SMALL, weight: 400 }) };
    const lines = wrap(text, room).slice(0, Math.max(1, Math.floor((height - 16) / LINE)));
    const rows = lines.map((line, row) => label(line, { x: x + 12, y: y + 22 + row * LINE, room: width, size: SMALL }));
    return rectangle(box, { radius: 3, fill: theme.note, stroke: "none" }) + rows.join("");
  }

  function wire({ path, kind, isList }: Scene["wires"][number]): string {
    const line = (stroke: string, width: number) =>
      `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linejoin="round"/>`;
    const colour = theme.kinds[kind];
    const halo = line(theme.canvas, 6);
    return halo + (isList ? line(colour, 3.5) + line(theme.canvas, 1.25) : line(colour, 1.75));
  }

  function card(one: SceneCard): string {
    const { box, title, badge, icon, isDisabled } = one;
    const { x, y, width } = box;
    const badgeRoom = badge === null ? 0 : measure(badge, { size: SMALL, weight: 400 }) + 12;
    const parts = [
      rectangle(box, { radius: 8, fill: theme.node, stroke: theme.strongBorder }),
      `<g color="${theme.softText}" transform="translate(${x + 11} ${y + 9})">${icon}</g>`,
      label(title, { x: x + 31, y: y + 20, room: width - 41 - badgeRoom, weight: 600 }),
      badge !== null &&
        label(
          badge,
          { x: x + width - 10, y: y + 20, room: width, size: SMALL },
          `text-anchor="end" fill="${theme.softText}"`,
        ),
      ...one.inputs.map((port) => inputPort(box, port)),
      ...one.outputs.map((port) => outputPort(box, port)),
      ...one.fields.map((field, at) => fieldRow(one, { field, at })),
    ];
    return `<g${isDisabled ? ' opacity="0.5"' : ""}>${parts.filter(Boolean).join("")}</g>`;
  }

  function inputPort({ x, y, width }: Box, { label: words, glyph, kind, row }: ScenePort): string {
    const middle = y + 1 + HEADER_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT / 2;
    return (
      glyphAt(glyph, { x: x - GLYPH / 2, y: middle - GLYPH / 2, kind }) +
      label(words, { x: x + 12, y: middle + 4, room: width - 24 })
    );
  }

  function outputPort({ x, y, width }: Box, { label: words, glyph, kind, row }: ScenePort): string {
    const middle = y + 1 + HEADER_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT / 2;
    const end = x + width;
    return (
      glyphAt(glyph, { x: end - GLYPH / 2, y: middle - GLYPH / 2, kind }) +
      label(words, { x: end - 12, y: middle + 4, room: width - 24 }, 'text-anchor="end"')
    );
  }

  function glyphAt(glyph: string, { x, y, kind }: { x: number; y: number; kind: ScenePort["kind"] }): string {
    return `<g color="${theme.kinds[kind]}" transform="translate(${x} ${y})">${glyph}</g>`;
  }

  function fieldRow(
    { box: { x, y, width }, inputs, outputs }: SceneCard,
    { field, at }: { field: SceneCard["fields"][number]; at: number },
  ): string {
    const top = y + 1 + HEADER_HEIGHT + Math.max(inputs.length, outputs.length) * ROW_HEIGHT + 4 + at * FIELD_HEIGHT;
    const well =
      field.label === null ? { x: x + 10, width: width - 20 } : { x: x + width * 0.45, width: width * 0.55 - 10 };
    return (
      (field.label === null
        ? ""
        : label(
            field.label,
            { x: x + 12, y: top + 15, room: width * 0.45 - 16, size: SMALL },
            `fill="${theme.softText}"`,
          )) +
      rectangle({ ...well, y: top, height: ROW_HEIGHT }, { radius: 4, fill: theme.sunken, stroke: theme.border }) +
      label(field.text, { x: well.x + 6, y: top + 15, room: well.width - 12, size: SMALL })
    );
  }

  return { frame, frameTitle, note, wire, card };
}

function rectangle(
  { x, y, width, height }: Box,
  { radius, fill, stroke, more = "" }: { radius: number; fill: string; stroke: string; more?: string },
): string {
  return `<rect x="${x + 0.5}" y="${y + 0.5}" width="${width - 1}" height="${height - 1}" rx="${radius}" fill="${fill}" stroke="${stroke}" ${more}/>`;
}
