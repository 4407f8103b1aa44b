// What other people's pages load: names without a hash, because those pages are not built with ours.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type LibraryFormats, type Plugin, defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const KINDS: Record<string, { entry: string; name: string; formats: LibraryFormats[] }> = {
  element: { entry: "src/buttons/standalone.ts", name: "watchbell-buttons", formats: ["iife"] },
  vue: { entry: "src/buttons/vue/index.ts", name: "watchbell-vue", formats: ["es"] },
};

/** The types beside the module, for pages that are written in TypeScript. */
const types = (name: string): Plugin => ({
  name: "watchbell-types",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: `${name}.d.ts`, source: readFileSync(here(`src/buttons/vue/${name}.d.ts`), "utf8") });
  },
});

export default defineConfig(({ mode }) => {
  const { entry, name, formats } = KINDS[mode] ?? KINDS.element!;
  return {
    publicDir: false,
    resolve: { alias: { "@": here("src") } },
    plugins: mode === "vue" ? [types(name)] : [],
    build: {
      outDir: here("../src/watchbell/static/watchbell"),
      emptyOutDir: false,
      target: "es2022",
      minify: true,
      reportCompressedSize: false,
      lib: { entry: here(entry), formats, name: "watchbell", fileName: () => `${name}.js` },
      rolldownOptions: { external: ["vue"] },
    },
  };
});
