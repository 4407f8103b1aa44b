import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { type WatchbellButtons, defineWatchbellButtons } from "../index";
import { button, pageOf } from "../testing";

beforeAll(() => defineWatchbellButtons());
afterEach(() => document.body.replaceChildren());

function shown(...buttons: ReturnType<typeof button>[]): { element: WatchbellButtons; root: ShadowRoot } {
  const element = document.createElement("watchbell-buttons");
  element.setAttribute("page-route", "/x");
  element.preview = pageOf(...buttons);
  document.body.append(element);
  return { element, root: element.shadowRoot! };
}
const texts = (root: ShadowRoot) => [...root.querySelectorAll("[part~=button]:not(.sheet)")].map((one) => one.textContent);

it("a preview shows the buttons as they would look and asks no server", async () => {
  const fetch = vi.fn();
  vi.stubGlobal("fetch", fetch);
  const { root, element } = shown(button({ button_style: { type: "danger", size: "large" } }));
  await vi.waitFor(() => expect(texts(root)).toEqual(["Run it"]));
  expect(root.querySelector(".button.danger.large")).not.toBeNull();
  element.setAttribute("language", "zh");
  expect(texts(root)).toEqual(["运行"]);
  element.preview = pageOf(button({ button_text: "别的" }));
  await vi.waitFor(() => expect(texts(root)).toEqual(["别的"]));
  expect(fetch).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});

it("a preview that is given after the element is in the page asks no server either", async () => {
  const fetch = vi.fn(() => Promise.reject(new Error("asked")));
  vi.stubGlobal("fetch", fetch);
  const element = document.createElement("watchbell-buttons");
  element.setAttribute("page-route", "/x");
  document.body.append(element);
  element.preview = pageOf(button());
  await vi.waitFor(() => expect(texts(element.shadowRoot!)).toEqual(["Run it"]));
  expect(fetch).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});

it("what a button is called stays text", async () => {
  const { root } = shown(button({ button_text_en: "<img src=x onerror=alert(1)>" }));
  await vi.waitFor(() => expect(texts(root)).toEqual(["<img src=x onerror=alert(1)>"]));
  expect(root.querySelector("img")).toBeNull();
});

it("buttons stand where they are configured, and an unknown style or place does no harm", async () => {
  const { root } = shown(
    button({ id: 1, position: "bottom-left" }),
    button({ id: 2, position: "top-center" }),
    button({ id: 3, position: "nowhere", button_style: { type: "x y", size: "z" } }),
  );
  await vi.waitFor(() => expect(texts(root)).toHaveLength(3));
  const at = (place: string) => root.querySelectorAll(`[part~=${place.split(" ")[0]}] .group.${place.split(" ")[1]} .button`).length;
  expect([at("bottom left"), at("top center"), at("top right")]).toEqual([1, 1, 1]);
});

it("more than three become one button on a phone, which opens them", async () => {
  const { root } = shown(...[1, 2, 3, 4].map((id) => button({ id })));
  await vi.waitFor(() => expect(texts(root)).toHaveLength(4));
  const sheet = root.querySelector<HTMLButtonElement>(".sheet")!;
  expect(sheet.textContent).toBe("Actions (4)");
  sheet.click();
  expect(sheet.getAttribute("aria-expanded")).toBe("true");
});

it("an element that is taken out of the page says nothing more", async () => {
  const { element, root } = shown(button());
  await vi.waitFor(() => expect(texts(root)).toHaveLength(1));
  const heard = vi.fn();
  element.addEventListener("watchbell:started", heard);
  root.querySelector<HTMLButtonElement>(".button:not(.sheet)")!.click();
  element.remove();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(heard).not.toHaveBeenCalled();
});
