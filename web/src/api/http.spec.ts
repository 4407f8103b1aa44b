import { expect, it } from "vitest";
import { ApiError, toApiError } from "./errors";
import { csrfToken } from "./http";
import { idempotencyKey } from "./key";

it("the CSRF token is read from its cookie alone", () => {
  expect(csrfToken("a=1; csrftoken=abc; b=2")).toBe("abc");
  expect(csrfToken("xcsrftoken=no")).toBe("");
});

it("each press has a key of its own", () => expect(idempotencyKey()).not.toBe(idempotencyKey()));

it("an error keeps the server's words and all its fields", () => {
  const error = toApiError(new Response(null, { status: 422 }), { error: { code: "x", message: "No." }, errors: [{ code: "y", message: "Field.", field: "f" }] });
  expect(error).toBeInstanceOf(ApiError);
  expect(error.message).toBe("No.");
  expect(error.errors.map((one) => one.field)).toEqual(["f"]);
});

it("an answer that is no JSON of ours is still an error with words", () =>
  expect(toApiError(new Response(null, { status: 502, statusText: "Bad Gateway" }), "<html>").message).toBe("HTTP 502 Bad Gateway"));
