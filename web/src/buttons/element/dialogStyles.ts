export const DIALOG_STYLES = `
dialog {
  width: min(480px, calc(100vw - 32px)); max-height: min(85vh, 720px); padding: 0;
  border: 1px solid var(--border); border-radius: 8px;
  background: var(--surface); color: var(--text); box-shadow: 0 12px 40px rgb(0 0 0 / 30%);
}
dialog::backdrop { background: rgb(10 14 22 / 45%); }
form { display: flex; flex-direction: column; gap: 14px; margin: 0; padding: 20px; }
h2 { margin: 0; font-size: 16px; line-height: 24px; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.field { display: flex; flex-direction: column; gap: 4px; }
.field.tick { display: grid; grid-template-columns: auto 1fr; align-items: center; column-gap: 8px; }
.field.tick > :is(.hint, .problem) { grid-column: 2; }
label { font-weight: 500; overflow-wrap: anywhere; }
.optional, .hint { color: var(--quiet); font-size: 12px; line-height: 16px; font-weight: 400; }
input, select, textarea {
  width: 100%; min-height: 32px; padding: 5px 8px;
  border: 1px solid var(--border); border-radius: 4px;
  background: var(--surface); color: var(--text); font: inherit;
}
textarea { resize: vertical; }
input[type="checkbox"] { width: 18px; height: 18px; min-height: 0; margin: 0; accent-color: var(--primary); }
[aria-invalid="true"] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
.problem { color: var(--bad); font-size: 12px; line-height: 16px; }
.actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; position: sticky; bottom: 0; margin: 0 -20px -20px; padding: 12px 20px; border-top: 1px solid var(--border); background: var(--surface); }
@media (max-width: 767px) {
  dialog { width: 100%; max-width: 100%; max-height: 92vh; margin: auto 0 0; border-radius: 12px 12px 0 0; }
  input, select, textarea { min-height: 44px; font-size: 16px; }
  input[type="checkbox"] { width: 24px; height: 24px; }
  .field.tick { min-height: 44px; }
  .actions .button { flex: 1; }
}
`;
