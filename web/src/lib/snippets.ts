export const SNIPPETS = ["component", "vue", "fetch", "curl"] as const;
export type SnippetKind = (typeof SNIPPETS)[number];

interface Place {
  base: string;
  route: string;
  /** The id of the button that is pressed over the API. */
  button: number | null;
}
export const KEY_PLACE = "wbk_YOUR_BUTTON_KEY";
const attribute = (text: string) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
const shell = (text: string) => `'${text.replace(/'/g, "'\\''")}'`;

const component = ({ base, route }: Place) => `<script src="${attribute(base)}/static/watchbell/watchbell-buttons.js" defer></script>
<watchbell-buttons page-route="${attribute(route)}" base-url="${attribute(base)}" key="${KEY_PLACE}"></watchbell-buttons>
`;

const vue = ({ base, route }: Place) => `<script setup>
import { ScriptManagerLayout } from "${base}/static/watchbell/watchbell-vue.js";

const finished = (run) => console.log("finished", run);
</script>

<template>
  <ScriptManagerLayout page-route="${attribute(route)}" base-url="${attribute(base)}" api-key="${KEY_PLACE}" @finished="finished">
    <p>The content of the page</p>
  </ScriptManagerLayout>
</template>
`;

const fetching = ({ base, button }: Place) => `const base = ${JSON.stringify(base)};
const headers = { Authorization: "Bearer ${KEY_PLACE}", "Content-Type": "application/json" };

const { execution_id } = await fetch(\`\${base}/api/execute-script\`, {
  method: "POST",
  headers: { ...headers, "Idempotency-Key": Math.random().toString(36).slice(2) },
  body: JSON.stringify({ button_id: ${button ?? 1}, parameters: {} }),
}).then((answer) => answer.json());

let run = { ready: false, state: "" };
while (!run.ready) {
  const question = \`execution_id=\${execution_id}&wait=25&seen=\${run.state}\`;
  run = await fetch(\`\${base}/api/script-task-result?\${question}\`, { headers }).then((answer) => answer.json());
}
console.log(run.success, run.result ?? run.error);
`;

const curl = ({ base, button }: Place) => `curl -X POST ${shell(`${base}/api/execute-script`)} \\
  -H 'Authorization: Bearer ${KEY_PLACE}' -H 'Content-Type: application/json' \\
  -d '{"button_id": ${button ?? 1}, "parameters": {}}'

curl ${shell(`${base}/api/script-task-result`)} -G -d wait=25 -d execution_id=EXECUTION_ID \\
  -H 'Authorization: Bearer ${KEY_PLACE}'
`;

const WRITERS: Record<SnippetKind, (place: Place) => string> = { component, vue, fetch: fetching, curl };

/** What to copy into another page or program so that the buttons of a route are there. */
export const snippet = (kind: SnippetKind, place: Place): string => WRITERS[kind](place);
