import { Unreachable } from "./errors";

/** Longest silence (ms) of a stream that is taken for alive; the server says something more often. */
const SILENCE = 45_000;
/** The state now comes at once; what keeps it back is a proxy that collects, and will go on collecting. */
const FIRST = 8_000;

/** The data of each message of an event stream. Throws Unreachable when the stream breaks or falls silent. */
export async function* messagesOf(body: ReadableStream<Uint8Array>, first = FIRST, silence = SILENCE): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let patience = first;
  try {
    for (;;) {
      const { done, value } = await within(patience, reader.read());
      if (done) return;
      patience = silence;
      const blocks = (rest + decoder.decode(value, { stream: true })).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const data = dataOf(block);
        if (data) yield data;
      }
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}

function dataOf(block: string): string {
  const lines = block.split("\n").filter((line) => line.startsWith("data:"));
  return lines.map((line) => line.slice(5).replace(/^ /, "")).join("\n");
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unreachable("silent")), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } catch (error) {
    throw error instanceof Error && error.name === "AbortError" ? error : new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}
