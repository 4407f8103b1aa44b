import type { ButtonDefinition, PageButton } from "@/api/scriptTypes";

export interface RouteGroup {
  route: string;
  buttons: PageButton[];
}

const byOrder = (a: PageButton, b: PageButton) => a.display_order - b.display_order || a.id - b.id;

/** The buttons of each route, both in their order. */
export function groupByRoute(buttons: PageButton[]): RouteGroup[] {
  const routes = new Map<string, PageButton[]>();
  for (const button of buttons) routes.set(button.page_route, [...(routes.get(button.page_route) ?? []), button]);
  return [...routes]
    .map(([route, own]) => ({ route, buttons: own.sort(byOrder) }))
    .sort((a, b) => a.route.localeCompare(b.route));
}

/** The buttons whose order changes when the one at `index` goes by one place; orders become 1, 2, 3 … */
export function moved(group: PageButton[], index: number, by: -1 | 1): PageButton[] {
  const next = [...group];
  const [button] = next.splice(index, 1);
  if (!button || index + by < 0 || index + by > next.length) return [];
  next.splice(index + by, 0, button);
  return next.flatMap((one, at) => (one.display_order === at + 1 ? [] : { ...one, display_order: at + 1 }));
}

export const BLANK_BUTTON: ButtonDefinition = {
  script_id: null,
  task_id: null,
  page_route: "",
  button_text: "",
  button_text_en: "",
  position: "top-right",
  button_style: { type: "primary", size: "default" },
  display_order: 1,
  is_enabled: true,
  parameter_mode: "default",
  parameters: {},
  confirm_text: "",
  confirm_text_en: "",
};
const NAMES = Object.keys(BLANK_BUTTON) as (keyof ButtonDefinition)[];

/** The part of a button that people define. */
export function definitionOf(button: ButtonDefinition): ButtonDefinition {
  const own = Object.fromEntries(NAMES.map((name) => [name, button[name] ?? BLANK_BUTTON[name]])) as unknown as ButtonDefinition;
  return structuredClone({ ...own, button_style: { type: "default", size: "default", ...own.button_style } });
}

export const filterButtons = (buttons: PageButton[], q: string, state: string, nameOf: (button: PageButton) => string): PageButton[] =>
  buttons.filter((button) => {
    const says = `${button.page_route} ${button.button_text} ${button.button_text_en} ${nameOf(button)}`.toLowerCase();
    return says.includes(q.trim().toLowerCase()) && (!state || button.is_enabled === (state === "on"));
  });
