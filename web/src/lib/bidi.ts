// Embeddings, overrides and isolates. The marks LRM and RLM move nothing but themselves, and real texts have them.
const CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/** `text` with the characters that reverse what stands around them written out, as in "[U+202E]". */
export const visible = (text: string): string =>
  text.replace(CONTROLS, (control) => `[U+${control.charCodeAt(0).toString(16).toUpperCase()}]`);
