// npm run web: the pages and the API, from the last build. HOST and PORT as for npm start; DATABASE_URL must be set.
import { ensureInstalled, ensureNode, root } from "./bootstrap.mjs";

await ensureNode();
await ensureInstalled();
process.chdir(root);
process.env.NODE_ENV ??= "production";
await import("../server/web.ts");
