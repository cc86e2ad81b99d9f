const secretName = /(api[-_]?key|access[-_]?key|secret|passw(or)?d|token|credentials?([-_]?id)?|authorization)$/i;

/** Forms of keys that the usual services give out, and of ours. */
const forms = [
  /sk-(?=[\w-]*(?:\w{16}|\d))[\w-]{16,}/,
  /sk_(?:live|test)_\w{16,}/,
  /gh[pousr]_[A-Za-z0-9]{20,}/,
  /github_pat_\w{20,}/,
  /xox[abprs]-[\w-]{10,}/,
  /hf_[A-Za-z0-9]{20,}/,
  /pb_[\w-]{12}_[\w-]{30,}/,
  // Base64 may hold these by chance, but not between its ends.
  /(?<=^|[^+/]|:\/\/)AKIA[0-9A-Z]{16}(?![\w+/])/,
  /(?<=^|[^+/]|:\/\/)AIza[\w-]{35}(?![\w+/-])/,
  /eyJ[\w-]{6,}\.eyJ[\w-]{6,}\.[\w-]{10,}/,
];
const key = new RegExp(`(?<![\\w-])(?:${forms.map(({ source }) => source).join("|")})`, "g");
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** What follows the first group is secret whatever it looks like, unless it is a placeholder such as `{{token}}`. */
const announced = [
  /([?&](?:[\w-]*[-_])?(?:api[-_]?key|access[-_]?key|secret|password|token)=)(?![{$<])[^&#\s"'<>]+/gi,
  /(:\/\/[^\s/:@]+:)(?![{$<])[^\s/@]+(?=@)/g,
  /(\bBearer\s+)(?=[\w.~+/-]*\d)[\w.~+/-]{8,}=*/g,
];
/** As a value of its own it needs no digit to be told from prose. */
const header = /^Bearer\s+(?![{$<])\S{8,}$/;

/** The text without the keys in it: nothing is left of one that is called a secret by its name. */
export function withoutSecrets(text: string, name: string): string {
  if (secretName.test(name) || header.test(text)) return "";
  const bare = text.replace(privateKey, "").replace(key, "");
  return announced.reduce((rest, pattern) => rest.replace(pattern, "$1"), bare);
}
