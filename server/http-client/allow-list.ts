import { BlockList, isIP, isIPv4 } from "node:net";
import type { z } from "zod";

/** Who may be reached although the address is not public. A name stands for whatever addresses it has. */
export type AllowList = {
  allowsName: (name: string, port: number) => boolean;
  allowsAddress: (address: string, port: number) => boolean;
};

type Entry = { port: number | null } & ({ name: string } | { addresses: BlockList });

export const noAllowList: AllowList = createAllowList([]);

/** Entries such as "10.1.2.0/24:8080", "[fd00::1]:443", "192.168.1.5" and "models.internal:443", with commas between. */
export function parseAllowList(
  list: string | undefined,
  context: z.core.$RefinementCtx<string | undefined>,
): AllowList {
  const texts = (list ?? "").split(",").flatMap((entry) => entry.trim() || []);
  const entries = texts.flatMap((text) => {
    const entry = readEntry(text);
    if (entry) return [entry];
    const message = `${JSON.stringify(text)} must be a name, an address or a block, with a port or without: models.internal:443, 10.1.2.0/24, [fd00::1]:8080`;
    context.addIssue({ code: "custom", message });
    return [];
  });
  return createAllowList(entries);
}

function createAllowList(entries: readonly Entry[]): AllowList {
  const fits = (entry: Entry, port: number) => entry.port === null || entry.port === port;
  return {
    allowsName: (name, port) => entries.some((entry) => "name" in entry && entry.name === name && fits(entry, port)),
    allowsAddress: (address, port) =>
      entries.some(
        (entry) =>
          "addresses" in entry &&
          fits(entry, port) &&
          entry.addresses.check(address, isIPv4(address) ? "ipv4" : "ipv6"),
      ),
  };
}

function readEntry(text: string): Entry | null {
  const parts = /^(?:\[([0-9a-f:.]+)(?:\]|\/(\d{1,3})\])|([^\s:/[\]]+)(?:\/(\d{1,2}))?)(?::(\d{1,5}))?$/i.exec(text);
  if (!parts) return null;
  const [, v6, v6Bits, host = "", v4Bits, portText] = parts;
  const port = portText === undefined ? null : Number(portText);
  if (port !== null && (port < 1 || port > 65_535)) return null;
  const address = v6 ?? host;
  const version = isIP(address);
  if (version === 0) {
    return v6 === undefined && v4Bits === undefined && /^[a-z0-9._-]+$/i.test(host)
      ? { port, name: host.toLowerCase() }
      : null;
  }
  if ((v6 === undefined) !== (version === 4)) return null;
  const most = version === 4 ? 32 : 128;
  const bits = Number(v6Bits ?? v4Bits ?? most);
  if (bits > most) return null;
  const addresses = new BlockList();
  addresses.addSubnet(address, bits, version === 4 ? "ipv4" : "ipv6");
  return { port, addresses };
}
