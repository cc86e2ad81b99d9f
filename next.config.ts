import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Native modules stay outside the bundle. onnxruntime-node is named so that a slip fails loudly instead of bundling.
  serverExternalPackages: ["@duckdb/node-api", "@duckdb/node-bindings", "onnxruntime-node", "sharp", "pg", "pg-boss"],
  devIndicators: false,
  // The address of a shared run holds its token: it is told to nobody, listed nowhere and kept by no cache.
  headers: async () => [
    {
      source: "/share/:path*",
      headers: [
        { key: "X-Robots-Tag", value: "noindex, nofollow, noarchive" },
        { key: "Referrer-Policy", value: "no-referrer" },
        { key: "Cache-Control", value: "private, no-store" },
      ],
    },
  ],
  // Types are checked by `npm run verify` over everything, tests and scripts included; a start need not wait for that.
  typescript: { ignoreBuildErrors: true },
};

export default config;
