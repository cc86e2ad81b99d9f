import type { PortType } from "#graph/kinds";
import { inputsTaking, outputsGiving } from "#graph/rank-ports";
import { titleOf } from "#graph/title-of";
import type { EditorState, PortEnd } from "../editor-store.ts";
import { cardOf } from "../nodes/card-of.ts";
import { typeText } from "../nodes/type-words.ts";
import { convertersBetween } from "../adding/converters-between.ts";
import { connectionOf, edgeBetween, nodesBeyond, outputType, portOf } from "../wires/port-fit.ts";
import { wiringOf } from "../wires/wiring-of.ts";
import { runningOrder } from "./outline-rows.ts";

/** A port to which another may be wired, or may not. */
export type ConnectOffer = {
  key: string;
  end: PortEnd;
  /** Of its node. */
  title: string;
  label: string;
  type: PortType;
  /** Whether a wire joins the two already. */
  isWired: boolean;
  /** Of an input, what it reads from now, and would not any more. */
  replaces: string | null;
  fits: boolean;
};

/** What keeps a wire from holding: the sentence, and the nodes that mend it. */
export type Refusal = { reason: string; converters: string[] };

/**
 * All ports of the other side: those that fit by themselves first, of those the ones of the very kind, then the nearest in running order.
 * Lists and what follows further down the graph are asked of `refusalOf`, for those that one sees.
 */
export function connectOffers(state: EditorState, end: PortEnd): ConnectOffer[] {
  const { graph, library } = state;
  const order = runningOrder(graph);
  const own = order.indexOf(end.node);
  const beyond = nodesBeyond(graph, end);
  const { incoming } = wiringOf(graph);
  const wanted = end.side === "output" ? outputType(state, end) : portOf(state, end)?.type;
  if (!wanted) return [];
  const side = end.side === "input" ? "output" : "input";
  const ranked = order.flatMap((nodeId, index) => {
    const card = nodeId === end.node ? null : cardOf(graph, library, nodeId);
    if (!card) return [];
    const ports = Object.fromEntries(
      (side === "output" ? card.outputs : card.inputs).map(([name, port]) => {
        const type = side === "output" ? outputType(state, { node: nodeId, port: name, side }) : port.type;
        return [name, { ...port, type: type ?? port.type }];
      }),
    );
    const fitting = side === "output" ? outputsGiving(ports, wanted) : inputsTaking(ports, wanted);
    return Object.entries(ports).map(([name, port]) => {
      const edge = incoming.get(side === "input" ? nodeId : end.node)?.get(side === "input" ? name : end.port);
      const source = side === "input" ? { ...end } : { node: nodeId, port: name };
      const isWired = edge !== undefined && edge.from.node === source.node && edge.from.port === source.port;
      const before = side === "input" && edge && !isWired ? graph.nodes[edge.from.node] : undefined;
      const offer: ConnectOffer = {
        key: `${nodeId}/${name}`,
        end: { node: nodeId, port: name, side },
        title: card.title,
        label: port.label,
        type: port.type,
        isWired,
        replaces: before ? titleOf(before, library) : null,
        fits: fitting.includes(name) && !beyond.has(nodeId),
      };
      const isOfKind = port.type.kind === wanted.kind;
      const rank = (offer.fits ? 0 : 8) + (isOfKind ? 0 : 4) + (offer.replaces ? 2 : 0) + (port.optional ? 1 : 0);
      return { offer, rank, distance: Math.abs(index - own) };
    });
  });
  return ranked.toSorted((a, b) => a.rank - b.rank || a.distance - b.distance).map(({ offer }) => offer);
}

/** The kernel's full answer; null where the wire holds. */
export function refusalOf(state: EditorState, end: PortEnd, other: PortEnd): Refusal | null {
  const connection = connectionOf(state, end, other);
  if (connection.ok) return null;
  const ends = edgeBetween(end, other);
  return { reason: connection.reason, converters: ends ? convertersBetween(state, ends) : [] };
}

/** Those with all the words in the title of the node, the port or the kind. */
export function searchConnectOffers(offers: readonly ConnectOffer[], query: string): ConnectOffer[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return offers.filter(({ title, label, type }) => {
    const text = `${title} ${label} ${typeText(type, 0)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
