import { BlockList, isIPv4, isIPv6 } from "node:net";

const notPublicV4 = blocks("ipv4", [
  "0.0.0.0/8", // this network
  "10.0.0.0/8",
  "100.64.0.0/10", // carriers' own, and metadata of one cloud
  "127.0.0.0/8",
  "168.63.129.16/32", // what Azure tells its machines
  "169.254.0.0/16", // link-local, with the metadata of most clouds
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and broadcast
]);
const globalV6 = blocks("ipv6", ["2000::/3"]);
const notPublicV6 = blocks("ipv6", ["2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16"]);

/**
 * Whether the address is one of the public internet. IPv6 addresses that carry an IPv4 one (mapped, translated by NAT64,
 * 6to4) are judged by that one.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublicV4.check(address, "ipv4");
  if (!isIPv6(address) || address.includes("%")) return false;
  const words = wordsOf(address);
  const inner = innerV4(words);
  if (inner !== null) return !notPublicV4.check(inner, "ipv4");
  return globalV6.check(address, "ipv6") && !notPublicV6.check(address, "ipv6");
}

function innerV4(words: readonly number[]): string | null {
  const startsWith = (...start: number[]) => start.every((word, at) => words[at] === word);
  if (startsWith(0, 0, 0, 0, 0, 0xffff) || startsWith(0x64, 0xff9b, 0, 0, 0, 0)) return dotted(words[6]!, words[7]!);
  if (startsWith(0x2002)) return dotted(words[1]!, words[2]!);
  return null;
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
}

/** The eight 16-bit words of an IPv6 address in any of its notations. */
function wordsOf(address: string): number[] {
  // The parser of addresses in URLs writes them in one way.
  const [left = "", right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const parse = (text: string) => (text === "" ? [] : text.split(":").map((word) => Number.parseInt(word, 16)));
  if (right === undefined) return parse(left);
  const [start, end] = [parse(left), parse(right)];
  return [...start, ...Array.from({ length: 8 - start.length - end.length }, () => 0), ...end];
}

function blocks(family: "ipv4" | "ipv6", subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = "", bits] = subnet.split("/");
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}
