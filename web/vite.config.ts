import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import Components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const api = process.env.WATCHBELL_API ?? "http://127.0.0.1:8787";

export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/watchbell/" : "/",
  plugins: [
    vue(),
    Components({ dirs: [], dts: "src/components.d.ts", resolvers: [ElementPlusResolver({ importStyle: "css" })] }),
  ],
  resolve: { alias: { "@": here("./src") } },
  define: { __VUE_OPTIONS_API__: "true", __VUE_I18N_FULL_INSTALL__: "false", __VUE_I18N_LEGACY_API__: "false" },
  build: {
    outDir: here("../src/watchbell/static/watchbell"),
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": { target: api, ws: true } },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.spec.ts"],
    setupFiles: ["src/testing/setup.ts"],
    server: { deps: { inline: ["element-plus"] } },
  },
}));
