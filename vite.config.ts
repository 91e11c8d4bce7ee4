import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

declare module "@remix-run/cloudflare" {
  interface Future {
    v3_singleFetch: true;
  }
}

export default defineConfig(({ command }) => ({
  plugins: [
    tailwindcss(),
    remix({
      serverModuleFormat: "esm",
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_singleFetch: true,
        v3_lazyRouteDiscovery: true,
        v3_routeConfig: true,
      },
    }),
  ],
  // For the Worker only: the dev server runs in Node and fails on these conditions ("module is not defined").
  ...(command === "build" && {
    ssr: {
      target: "webworker" as const,
      noExternal: true as const,
      // The worker has them anyway, for mails and for its own adapter: bundled once more they would be there twice.
      external: [
        "react",
        "react-dom",
        "@remix-run/cloudflare",
        "@remix-run/server-runtime",
        "@remix-run/router",
      ],
      resolve: { conditions: ["workerd", "worker", "browser", "import", "module", "default"] },
    },
    // Remix names React's renderer for browsers and uses nothing of it on the server.
    build: { rollupOptions: { treeshake: { moduleSideEffects: "no-external" as const } } },
  }),
}));
