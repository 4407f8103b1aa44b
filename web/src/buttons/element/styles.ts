import { DIALOG_STYLES } from "./dialogStyles";
import { PALETTE } from "./palette";

const STYLES = `
:host { display: block; }
/* Not on the host: the page's content between the bars is its own. */
.bar, dialog, .announcer {
  color: var(--text);
  font: 14px/20px var(--watchbell-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif);
  font-variant-numeric: tabular-nums;
  text-autospace: normal;
  text-align: start;
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
.bar { display: flex; flex-direction: column; gap: 8px; padding: var(--watchbell-bar-padding, 8px 0); }
.bar:not(:has(.button)) { display: none; }
.groups { display: flex; flex-wrap: wrap; gap: 8px; }
.group { display: flex; flex: 1 1 auto; flex-wrap: wrap; align-items: center; gap: 8px; }
.group:empty, .lines:not(:has(> .line:not([hidden]))) { display: none; }
.center { justify-content: center; }
.right { justify-content: flex-end; }
.lines { display: flex; flex-direction: column; gap: 4px; }
.button {
  display: inline-flex; align-items: center; justify-content: center; gap: 6px;
  min-height: 32px; max-width: 100%; padding: 5px 14px;
  border: 1px solid var(--border); border-radius: var(--watchbell-radius, 6px);
  background: var(--surface); color: var(--text);
  font: inherit; font-weight: 500; overflow-wrap: anywhere; cursor: pointer;
}
.button:hover { border-color: var(--primary); color: var(--primary); }
.primary { --own: var(--primary); --own-text: var(--primary-text); }
.success { --own: var(--success); --own-text: var(--on-colour); }
.warning { --own: var(--warning); --own-text: var(--warning-text); }
.danger { --own: var(--bad); --own-text: var(--on-colour); }
.info { --own: var(--info); --own-text: var(--on-colour); }
.filled, .filled:hover { border-color: transparent; background: var(--own); color: var(--own-text); }
.filled:hover { box-shadow: inset 0 0 0 99px rgb(0 0 0 / 12%); }
.warning.outlined { --own: var(--waiting); }
.info.outlined { --own: var(--quiet); }
.outlined, .outlined:hover { border-color: var(--own); color: var(--own); }
.round { border-radius: 999px; }
.text { border-color: transparent; background: none; color: var(--primary); padding-inline: 8px; }
.text:hover { text-decoration: underline; }
.large { min-height: 40px; padding-inline: 18px; font-size: 15px; }
.small { min-height: 24px; padding: 1px 10px; font-size: 12px; }
.button[aria-disabled="true"] { cursor: default; box-shadow: none; }
.button[aria-disabled="true"]:not([aria-busy]) { border: 1px dashed var(--border); background: var(--surface); color: var(--quiet); }
:focus-visible { outline: 2px solid var(--active); outline-offset: 2px; }
.icon { display: block; flex: none; width: 16px; height: 16px; fill: none; stroke: currentcolor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.icon.ring { animation: turn 1s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
.line {
  display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; max-width: min(100%, 72ch);
  padding: 4px 10px; border-radius: var(--watchbell-radius, 6px);
  background: var(--line-tint); color: var(--text); font-size: 13px;
}
.state { display: inline-flex; align-items: center; gap: 6px; color: var(--line-colour); font-weight: 500; }
.name { font-weight: 600; }
.more { min-width: 0; overflow-wrap: anywhere; }
.tools { display: inline-flex; align-items: center; gap: 8px; margin-inline-start: auto; }
.tools:not(:has(> :not([hidden]))) { display: none; }
[data-phase] { --line-colour: var(--active); --line-tint: var(--active-tint); }
[data-phase="sending"], [data-phase="queued"], [data-retrying] { --line-colour: var(--waiting); --line-tint: var(--waiting-tint); }
[data-phase="done"] { --line-colour: var(--success); --line-tint: var(--success-tint); }
[data-phase="inactive"] { --line-colour: var(--quiet); --line-tint: var(--quiet-tint); }
[data-phase="failed"], [data-phase="refused"] { --line-colour: var(--bad); --line-tint: var(--bad-tint); }
.line a { color: var(--primary); }
.start-left .line { align-self: flex-start; }
.start-center .line { align-self: center; }
.start-right .line { align-self: flex-end; }
.plain { display: inline-flex; align-items: center; justify-content: center; min-width: 24px; min-height: 24px; padding: 0; border: 0; border-radius: 4px; background: none; color: var(--quiet); cursor: pointer; }
progress { width: 120px; height: 6px; border: 0; border-radius: 3px; background: var(--surface); appearance: none; overflow: hidden; }
progress::-webkit-progress-bar { background: var(--surface); }
progress::-webkit-progress-value { background: var(--line-colour); }
progress::-moz-progress-bar { background: var(--line-colour); }
.announcer { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sheet { display: none; }
@media (max-width: 767px) {
  .button, .line a, .plain { min-height: 44px; }
  .line a { display: inline-flex; align-items: center; min-width: 44px; justify-content: center; }
  .plain { min-width: 44px; }
  .line { padding-block: 6px; }
  .tools { margin-block: -6px; margin-inline-end: -10px; }
  .many .sheet { display: inline-flex; width: 100%; }
  .many:not(.open) .groups > .group { display: none; }
  .many .group { flex-basis: 100%; flex-direction: column; align-items: stretch; }
  .line { align-self: stretch !important; max-width: none; }
}
@media (prefers-reduced-motion: reduce) { .icon.ring { animation: none; } }
@media (forced-colors: active) { .line { border: 1px solid; } }
`;

let sheet: CSSStyleSheet | undefined;

/** One sheet for all elements of a page; a constructed one needs no `unsafe-inline` of the host. */
export function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(PALETTE + STYLES + DIALOG_STYLES);
  }
  return sheet;
}
