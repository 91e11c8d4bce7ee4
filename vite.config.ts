import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

declare module "@remix-run/cloudflare" {
  interface Future {
    v3_singleFetch: true;
  }
}

/**
 * Small files compress badly alone. What (nearly) every page with scripts loads comes in one piece, and so does what
 * (nearly) every page of the manage area loads besides; the first that fits takes a module.
 */
const pieces: [name: string, modules: RegExp][] = [
  ["react", /\/node_modules\/(react|react-dom|react-router|react-router-dom|scheduler|@remix-run\/\w+)\//],
  [
    "frame",
    /preload-helper|lucide-react\/dist\/esm\/[\w-]+\.|\/app\/(request|components\/(error-page|person-menu|role-switch|ui\/(button|empty-state|field|menu|notice|page-header|section|select|status-badge|text-field|time|toast)))\.tsx?$/,
  ],
  [
    "manage",
    /\/app\/(manage-words|components\/(part-line|work-tray|ui\/(checkbox|chip|table))|messages\/manage\/en\/(people|shell))\.tsx?$/,
  ],
];

export default defineConfig(({ command, isSsrBuild }) => ({
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
    build: {
      rollupOptions: isSsrBuild
        ? // Remix names React's renderer for browsers and uses nothing of it on the server.
          { treeshake: { moduleSideEffects: "no-external" as const } }
        : { output: { manualChunks: (id: string) => pieces.find(([, modules]) => modules.test(id))?.[0] } },
    },
  }),
}));
