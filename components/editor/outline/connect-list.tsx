"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { Icon } from "#components/ui/icon";
import { PortGlyph } from "#components/ui/port-glyph";
import { SearchList } from "#components/ui/search-list";
import { announce } from "../../ui/toast-store.ts";
import { openNodesFor } from "../canvas/open-nodes.ts";
import { FloatingCard } from "../canvas/floating-card.tsx";
import type { PortEnd } from "../editor-store.ts";
import { useTools } from "../editor-tools.ts";
import type { UiState } from "../editor-tools.ts";
import { typeText } from "../nodes/type-words.ts";
import type { useConnecting } from "../wires/use-connecting.ts";
import { portOf } from "../wires/port-fit.ts";
import { connectOffers, refusalOf, searchConnectOffers } from "./connect-offers.ts";
import type { ConnectOffer, Refusal } from "./connect-offers.ts";
import { goToRow } from "./outline-work.ts";
import { portKey } from "./row-keys.ts";

type Entry = { kind: "port"; offer: ConnectOffer; refusal: Refusal | null } | { kind: "add" };
type Join = ReturnType<typeof useConnecting>["join"];

/** More than these nobody reads through; a word finds the others. */
const MAX_ENTRIES = 30;

/** The ports that a port may be wired to, the best first, then those that do not fit, with why and what would mend it. */
export function ConnectList({ join }: { join: Join }) {
  const { ui } = useTools();
  const connectFrom = useStore(ui, (state) => state.connectFrom);
  return connectFrom && <Opened key={portKey(connectFrom.end)} {...connectFrom} join={join} />;
}

function Opened({ end, screen, join }: NonNullable<UiState["connectFrom"]> & { join: Join }) {
  const tools = useTools();
  const { library } = tools.editor.getState();
  const [offers] = useState(() => connectOffers(tools.editor.getState(), end));
  const [refusals] = useState(() => new Map<string, Refusal | null>());
  const close = () => tools.ui.setState({ connectFrom: null });
  const label = portOf(tools.editor.getState(), end)?.label ?? end.port;

  /** Whether it holds in this very graph is asked once, and only of those that are seen. */
  function refusalOfOffer(offer: ConnectOffer): Refusal | null {
    const known = refusals.get(offer.key);
    if (known !== undefined) return known;
    const refusal = refusalOf(tools.editor.getState(), end, offer.end);
    refusals.set(offer.key, refusal);
    return refusal;
  }

  function search(query: string): Entry[] {
    const shown = searchConnectOffers(offers, query)
      .slice(0, MAX_ENTRIES)
      .map((offer): Entry & { kind: "port" } => ({ kind: "port", offer, refusal: refusalOfOffer(offer) }));
    const fitting = shown.filter(({ refusal }) => refusal === null);
    const others = shown.filter(({ refusal }) => refusal !== null);
    return [...fitting, { kind: "add" }, ...others];
  }

  function choose(entry: Entry) {
    close();
    if (entry.kind === "add") {
      openNodesFor(tools, { kind: "wire", end }, screen);
      return;
    }
    const { offer, refusal } = entry;
    if (!offer.isWired && join(end, offer.end)) {
      announce(`Connected ${label} ${end.side === "input" ? "from" : "to"} ${offer.title} · ${offer.label}.`);
    }
    if (refusal === null) goToRow(tools, portKey(end));
  }

  return (
    <FloatingCard
      label={end.side === "input" ? `Connect ${label} from` : `Connect ${label} to`}
      at={screen}
      size={{ width: 380, height: 340 }}
      onClose={close}
    >
      <SearchList
        label="Find a node or a port"
        listLabel="Ports"
        size="sm"
        search={search}
        keyOf={(entry) => (entry.kind === "add" ? "add" : entry.offer.key)}
        emptyText="No port has that name."
        onChoose={choose}
      >
        {(entry) =>
          entry.kind === "add" ? <AddEntry end={end} /> : <PortEntry {...entry} titleOfType={titleOfType} />
        }
      </SearchList>
    </FloatingCard>
  );

  function titleOfType(type: string) {
    return library[type]?.title ?? type;
  }
}

function AddEntry({ end }: { end: PortEnd }) {
  return (
    <>
      <Icon icon={Plus} size={14} className="text-2" />
      {end.side === "input" ? "Add a node that gives it…" : "Add a node that takes it…"}
    </>
  );
}

function PortEntry({
  offer,
  refusal,
  titleOfType,
}: {
  offer: ConnectOffer;
  refusal: Refusal | null;
  titleOfType: (type: string) => string;
}) {
  const { title, label, type, isWired, replaces } = offer;
  const mended = refusal?.converters.map(titleOfType).join(", ");
  const note = refusal
    ? `${refusal.reason}${mended ? ` Can be mended with: ${mended}.` : ""}`
    : isWired
      ? "connected"
      : replaces
        ? `now from ${replaces}`
        : typeText(type, 0);
  return (
    <>
      <PortGlyph kind={type.kind} state={isWired ? "connected" : "open"} />
      <span className={refusal ? "max-w-[45%] shrink-0 truncate text-3" : "min-w-0 flex-1 truncate"}>
        {title} · {label}
      </span>
      <span className="min-w-0 flex-1 truncate text-right text-2xs text-2" title={note}>
        {refusal && <span className="sr-only">Does not fit: </span>}
        {note}
      </span>
    </>
  );
}
