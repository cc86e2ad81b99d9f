import { secretNameSchema } from "#graph/secret-ref";
import { formatQuantity } from "../ui/format-number.ts";

const MIN_CHARACTERS = 6;
const host = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/;

/** What is typed as a name becomes one: letters are raised, and what names cannot hold is an underscore. */
export function nameTyped(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9_]/g, "_");
}

export type SecretFaults = { name: string | null; value: string | null; hosts: string | null };

/** What keeps the form from being sent, at each field. */
export function readSecretForm({ name, value, hosts }: { name: string; value: string; hosts: string }): SecretFaults {
  const bad = hostsIn(hosts).find((one) => !host.test(one));
  return {
    name: secretNameSchema.safeParse(name).success ? null : "Begin with a letter, as in SERVICE_KEY.",
    value: valueFault(value),
    hosts: bad === undefined ? null : `“${bad}” is no host: write api.example.com, without https:// and path.`,
  };
}

function valueFault(value: string): string | null {
  if (value === "") return "Paste the key, token or password.";
  if (value.length >= MIN_CHARACTERS) return null;
  return `It has ${formatQuantity(value.length, "character")}; with fewer than ${MIN_CHARACTERS} it could not be masked in what runs show.`;
}

/** Null where all are allowed. */
export function readHosts(text: string): string[] | null {
  const hosts = hostsIn(text);
  return hosts.length === 0 ? null : hosts;
}

export function hostsText(hosts: readonly string[] | null): string {
  return hosts?.join(", ") ?? "";
}

function hostsIn(text: string): string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
  ];
}
