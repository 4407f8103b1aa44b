/** Light and dark of every colour; the contrasts were computed for the pages of Watchbell itself. */
const COLOURS = {
  surface: ["#ffffff", "#1b2027"],
  text: ["#1b2230", "#e6eaf0"],
  quiet: ["#4a5263", "#c3cad4"],
  "quiet-tint": ["#eef0f4", "#262c35"],
  border: ["#8a93a4", "#77818f"],
  primary: ["#1257d0", "#6ba8ff"],
  "primary-text": ["#ffffff", "#0b0e12"],
  success: ["#0a6b4b", "#5eeac4"],
  "success-tint": ["#e4f5ee", "#10332b"],
  bad: ["#b22517", "#f07a66"],
  "bad-tint": ["#fdece9", "#3b1a17"],
  active: ["#1257d0", "#6ba8ff"],
  "active-tint": ["#e8f0fe", "#14294a"],
  waiting: ["#7a4b00", "#ffd35c"],
  "waiting-tint": ["#fff3dc", "#3a2e0e"],
  warning: ["#f5b942", "#ffd35c"],
  "warning-text": ["#1b2230", "#0b0e12"],
  info: ["#5a6172", "#9aa1ae"],
  "on-colour": ["#ffffff", "#0b0e12"],
} as const;

/** `--watchbell-NAME` of the host goes before ours. Without `light-dark`, a browser gets the light colours. */
const declared = (value: (pair: readonly [string, string]) => string): string =>
  Object.entries(COLOURS)
    .map(([name, pair]) => `--${name}: var(--watchbell-${name}, ${value(pair)});`)
    .join("\n");

export const PALETTE = `
:host { ${declared(([light]) => light)} }
@supports (color: light-dark(red, red)) { :host { ${declared(([light, dark]) => `light-dark(${light}, ${dark})`)} } }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([theme="system"]) { color-scheme: light dark; }
`;
