import { describe, expect, it, vi } from "vitest";
import { FakeClient, QUICK, done, run } from "../testing";
import { Refused, Unreachable } from "./errors";
import { follow } from "./follow";
import { PACE } from "./pace";

const cut = () => new Unreachable("cut");
const noStream = () => new Refused(501, { code: "stream_not_possible", message: "no" });

async function followed(client: FakeClient, signal = new AbortController().signal) {
  const heard: string[] = [];
  const watcher = { changed: (answer: { status: string }) => heard.push(answer.status), lost: () => heard.push("lost") };
  const last = await follow(client, "e1", watcher, QUICK, signal);
  return { last, heard };
}

describe("following a run", () => {
  it("is one stream where all is well", async () => {
    const client = new FakeClient();
    client.streams.push([run({ status: "pending" }), run(), done()]);
    expect((await followed(client)).heard).toEqual(["pending", "running", "success"]);
    expect(client.asked).toEqual(["stream"]);
  });

  it("waits at the server where that cannot stream", async () => {
    const client = new FakeClient();
    client.streams.push([noStream()]);
    client.answers.push(run(), run({ progress: { progress: 5 } }), done());
    expect((await followed(client)).last.status).toBe("success");
    expect(client.asked).toEqual(["stream", "wait", "wait", "wait"]);
  });

  it("asks now and then where waiting fails, too", async () => {
    const client = new FakeClient();
    client.streams.push([cut()]);
    client.answers.push(cut(), run(), done());
    const { heard } = await followed(client);
    expect(client.asked).toEqual(["stream", "wait", "poll", "poll"]);
    expect(heard).toEqual(["lost", "lost", "running", "success"]);
  });

  it("goes back to the stream when the network is back", async () => {
    const client = new FakeClient();
    client.streams.push([run(), cut()], [cut()], [cut()], [done()]);
    client.answers.push(cut(), run());
    await followed(client);
    expect(client.asked).toEqual(["stream", "stream", "stream", "wait", "poll", "stream"]);
  });

  it("goes on after a stream that ends early", async () => {
    const client = new FakeClient();
    client.streams.push([run()], [run()], [run()], [run()], [done()]);
    expect((await followed(client)).last.status).toBe("success");
    expect(client.asked).toEqual(["stream", "stream", "stream", "stream", "stream"]);
  });

  it("has no limit of sixty seconds: a script of 540 s, asked for every two seconds, is followed to its end", async () => {
    vi.useFakeTimers();
    const client = new FakeClient();
    client.streams.push([noStream()]);
    client.answers.push(...Array.from({ length: 270 }, () => run()), done());
    const ended = follow(client, "e1", { changed: () => {}, lost: () => {} }, PACE, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(545_000);
    expect((await ended).status).toBe("success");
    vi.useRealTimers();
  });

  it.each([401, 403])("ends with the reason when the server will not tell (%i)", async (status) => {
    const client = new FakeClient();
    client.streams.push([new Refused(status, { code: "key_revoked", message: "The key was revoked." })]);
    await expect(followed(client)).rejects.toThrow("The key was revoked.");
  });

  it("asks again later where it asked too often", async () => {
    const client = new FakeClient();
    client.streams.push([new Refused(429, { code: "too_many", message: "" })]);
    expect((await followed(client)).last.status).toBe("success");
  });

  it("keeps no connection open while nobody looks, and streams again when somebody does", async () => {
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    const client = new FakeClient();
    client.answers.push(run(), run());
    const ended = followed(client);
    await vi.waitFor(() => expect(client.asked).toContain("poll"));
    hidden.mockReturnValue(false);
    await ended;
    expect(client.asked.at(0)).toBe("poll");
    expect(client.asked.at(-1)).toBe("stream");
    hidden.mockRestore();
  });

  it("leaves connections for presses where many runs go on at once", async () => {
    const client = new FakeClient();
    let open = 0;
    let most = 0;
    client.stream = async function* () {
      most = Math.max(most, (open += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      yield done();
    };
    const answers = Array.from({ length: 9 }, () => run());
    client.answers.push(...answers);
    const ends = await Promise.all([1, 2, 3, 4, 5].map(() => followed(client)));
    expect(ends.map(({ last }) => last.status)).toEqual(Array(5).fill("success"));
    expect(most).toBe(2);
  });

  it("ends at once when nobody watches any more", async () => {
    const client = new FakeClient();
    client.streams.push([run(), cut()]);
    const watching = new AbortController();
    const ended = follow(client, "e1", { changed: () => {}, lost: () => watching.abort() }, QUICK, watching.signal);
    await expect(ended).rejects.toThrow("aborted");
    expect(client.asked).toEqual(["stream"]);
  });
});
