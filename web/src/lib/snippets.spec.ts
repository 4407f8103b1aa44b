import { expect, it } from "vitest";
import { KEY_PLACE, SNIPPETS, snippet } from "./snippets";

const place = { base: "https://wb.example.com", route: '/a"b<c', button: 7 };

it.each(SNIPPETS)("%s names the server and leaves a place for the key", (kind) => {
  const text = snippet(kind, place);
  expect(text).toContain("https://wb.example.com");
  expect(text).toContain(KEY_PLACE);
});

it("a route cannot break out of its attribute", () => expect(snippet("component", place)).toContain('page-route="/a&quot;b&lt;c"'));
it("programs press one button", () => expect([snippet("fetch", place), snippet("curl", place)].every((text) => text.includes("7"))).toBe(true));
it("is a whole script tag", () => expect(snippet("component", place)).toMatch(/^<script src="[^"]+" defer><\/script>\n<watchbell-buttons [^>]+><\/watchbell-buttons>\n$/));
