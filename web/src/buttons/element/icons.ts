const SVG = "http://www.w3.org/2000/svg";
/** The shapes of the states; form and colour tell the same. */
const PATHS = {
  done: ["M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z", "m5 8.3 2.1 2.1L11 6.2"],
  failed: ["M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3Z", "m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2"],
  queued: ["M2.5 4h11M2.5 8h11M2.5 12h7"],
  blocked: ["M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z", "m3.6 3.6 8.8 8.8"],
  close: ["m4 4 8 8m0-8-8 8"],
};
export type Icon = keyof typeof PATHS | "ring";

export function icon(name: Icon): Element {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: "0 0 16 16", class: `icon ${name}`, "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of name === "ring" ? ["M8 2a6 6 0 1 1-6 6"] : PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
