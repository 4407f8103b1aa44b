// Prints the gzip size of each page's first visit: its own files and everything they import statically.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const ROOT = join(import.meta.dirname, "../../src/watchbell/static/watchbell");
const manifest = JSON.parse(readFileSync(join(ROOT, ".vite/manifest.json"), "utf8"));
const gzip = (name) => gzipSync(readFileSync(join(ROOT, name)), { level: 9 }).length;

function collect(key, files = new Set()) {
  const entry = manifest[key];
  if (files.has(entry.file)) return files;
  files.add(entry.file);
  for (const css of entry.css ?? []) files.add(css);
  for (const next of entry.imports ?? []) collect(next, files);
  return files;
}
const words = ["src/locales/en.ts"].flatMap((key) => [...collect(key)]);
const shell = new Set([...collect("index.html"), ...words, "index.html", "theme.js"]);
const size = (files) => [...files].reduce((sum, name) => sum + gzip(name), 0) / 1024;
const line = (name, kb) => console.log(`${kb.toFixed(1).padStart(8)} KB  ${name}`);

console.log("gzip, first visit (shell included):");
line("(shell alone)", size(shell));
for (const key of Object.keys(manifest).filter((name) => /^src\/pages\/.*\.vue$/.test(name)).sort())
  line(key.replace("src/pages/", ""), size(new Set([...shell, ...collect(key)])));
line(`(all ${readdirSync(join(ROOT, "assets")).length} assets)`, size(readdirSync(join(ROOT, "assets")).map((name) => `assets/${name}`)));

// Other people's pages load this one; it must stay small.
const MOST = 20;
const embedded = size(["watchbell-buttons.js"]);
line("watchbell-buttons.js", embedded);
if (embedded > MOST) throw new Error(`watchbell-buttons.js may have ${MOST} KB`);
