import { describe, expect, it } from "vitest";
import { Unreachable } from "./errors";
import { messagesOf } from "./sse";

const silent = () => new ReadableStream<Uint8Array>();

describe("an event stream", () => {
  it("that brings nothing at first is given up: a proxy collects it", () =>
    expect(messagesOf(silent(), 5, 1000).next()).rejects.toBeInstanceOf(Unreachable));

  it("that falls silent is given up", async () => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new TextEncoder().encode("data: 1\n\n")) });
    const messages = messagesOf(body, 1000, 5);
    expect((await messages.next()).value).toBe("1");
    await expect(messages.next()).rejects.toBeInstanceOf(Unreachable);
  });

  it("is let go of when nobody reads on", async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("data: 1\n\n")),
      cancel: () => void (cancelled = true),
    });
    for await (const _ of messagesOf(body)) break;
    expect(cancelled).toBe(true);
  });
});
