type Attributes = Record<string, string | boolean | undefined>;

/** An element with attributes (true: present, false: not) and children; texts become text nodes and nothing else. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  element.append(...children);
  return element;
}

export function set(element: Element, name: string, value: string | boolean | undefined): void {
  if (value === false || value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? "" : value);
}

/** Writes only what changed, so that a screen reader and a selection are left alone. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
  element.toggleAttribute("hidden", text === "");
}
