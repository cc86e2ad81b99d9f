import "#server-only";
import { lookup as systemLookup } from "node:dns";
import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import type { AllowList } from "./allow-list.ts";
import { isPublicAddress } from "./is-public-address.ts";
import { RequestError } from "./request-error.ts";

const MAX_URL_CHARACTERS = 8_192;
/** Ports of services that speak something else than HTTP, and take a request for commands. */
const refusedPorts = new Set([22, 23, 25, 110, 143, 465, 587, 993, 995, 2375, 2376, 3306, 5432, 6379, 11_211, 27_017]);

export type Lookup = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const lookupAll: Lookup = (host, done) => systemLookup(host, { all: true }, done);

export type Target = {
  url: URL;
  host: string;
  port: number;
  /** For the socket: gives only addresses that may be reached. Not called where the host is an address. */
  lookup: LookupFunction;
  /** Asked once more of the address that the socket really has. */
  mayReach: (address: string) => boolean;
};

/**
 * What may be asked for: http and https, without credentials, at a public address or one of the allow-list. The parser of
 * URLs has made one notation of all that stand for the same address.
 *
 * @throws RequestError
 */
export function guardTarget(
  text: string,
  { allow, lookup = lookupAll }: { allow: AllowList; lookup?: Lookup | undefined },
): Target {
  const url = readUrl(text);
  const host = url.hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  const isNamed = allow.allowsName(host, port);
  const mayReach = (address: string) => isNamed || isPublicAddress(address) || allow.allowsAddress(address, port);
  if (isIP(host) !== 0 && !mayReach(host)) throw refusedAddress(host);
  if (refusedPorts.has(port) && !isNamed && !(isIP(host) !== 0 && allow.allowsAddress(host, port))) {
    throw new RequestError("not-allowed", `Port ${port} of ${host} is not one for HTTP, so no request goes there.`);
  }
  return {
    url,
    host,
    port,
    mayReach,
    lookup: (_name, options, callback) =>
      lookup(host, (error, found) => {
        if (error) return callback(error, "", 0);
        const allowed = found.filter(({ address }) => mayReach(address));
        const [first] = allowed;
        if (!first) return callback(refusedAddress(host), "", 0);
        if (options.all) callback(null, allowed);
        else callback(null, first.address, first.family);
      }),
  };
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || text.length > MAX_URL_CHARACTERS) {
    const why = url ? `has ${text.length} characters; ${MAX_URL_CHARACTERS} are the most` : "is no address";
    throw new RequestError("bad-params", `The URL ${why}. Write it whole, such as https://api.example.com/items.`);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new RequestError("bad-params", `The URL begins with "${url.protocol}"; http: and https: can be asked for.`);
  }
  if (url.username !== "" || url.password !== "") {
    const message = `The URL for ${url.hostname} holds a user name or password. Take them out, and choose a secret under Authentication.`;
    throw new RequestError("bad-params", message);
  }
  return url;
}

export function refusedAddress(host: string): RequestError {
  return new RequestError(
    "not-allowed",
    `${host} is not an address of the public internet, so no request goes there. Whoever runs this server can allow it with PATCHBAY_HTTP_ALLOW.`,
  );
}
