import { concerns, mergeTopics, type ControlMessage, type LiveEvent, type LiveState, type Topics } from "./live";

type Handler = (event: LiveEvent) => void;
export type SocketLike = Pick<WebSocket, "send" | "close" | "readyState"> & {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
};

const OPEN = 1;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const POLL_MS = 2_000;
const SIGNED_OUT = 4401;

const isControl = (event: LiveEvent | ControlMessage): event is ControlMessage =>
  event.type === "hello" || event.type === "ping";

/** One websocket for the whole tab. It resumes from the last event it saw; while it is away, listeners are told to poll. */
export class LiveConnection {
  state: LiveState = "polling";
  private readonly listeners = new Map<Handler, Topics>();
  private socket: SocketLike | null = null;
  private lastId: string | null = null;
  private wait = FIRST_WAIT_MS;
  private asked = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private poll: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly connect: () => SocketLike,
    private readonly changed: (state: LiveState) => void = () => {},
    private readonly signedOut: () => void = () => {},
  ) {}

  listen(topics: Topics, handler: Handler): () => void {
    this.listeners.set(handler, topics);
    if (this.socket) this.askSoon();
    else if (this.retry === undefined) this.open();
    return () => {
      this.listeners.delete(handler);
      this.askSoon();
    };
  }

  close(): void {
    clearTimeout(this.retry);
    clearInterval(this.poll);
    this.retry = this.poll = undefined;
    const socket = this.socket;
    this.socket = null;
    this.lastId = null;
    socket?.close();
  }

  private open(): void {
    this.retry = undefined;
    const socket = (this.socket = this.connect());
    socket.onopen = () => this.opened();
    socket.onmessage = (message) => this.received(JSON.parse(String(message.data)) as LiveEvent);
    socket.onclose = ({ code }) => {
      if (this.socket !== socket) return;
      if (code === SIGNED_OUT) this.signedOut();
      this.lost();
    };
  }

  private opened(): void {
    this.wait = FIRST_WAIT_MS;
    clearInterval(this.poll);
    this.poll = undefined;
    this.ask();
    this.enter("live");
    if (this.lastId === null) this.tell({ type: "reset" });
  }

  private lost(): void {
    this.socket = null;
    this.enter(navigator.onLine === false ? "offline" : "polling");
    this.poll ??= setInterval(() => this.tell({ type: "poll" }), POLL_MS);
    this.retry = setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  private received(event: LiveEvent | ControlMessage): void {
    if (event.id !== undefined) this.lastId = event.id;
    if (!isControl(event)) this.tell(event);
  }

  private tell(event: LiveEvent): void {
    for (const [handler, topics] of [...this.listeners]) if (concerns(event, topics)) handler(event);
  }

  private askSoon(): void {
    if (this.asked) return;
    this.asked = true;
    queueMicrotask(() => {
      this.asked = false;
      this.ask();
    });
  }

  // Resuming also on a change of topics closes the gap between a page's first fetch and its subscription.
  private ask(): void {
    if (this.socket?.readyState !== OPEN) return;
    this.socket.send(JSON.stringify({ subscribe: mergeTopics(this.listeners.values()), resume: this.lastId }));
  }

  private enter(state: LiveState): void {
    this.state = state;
    this.changed(state);
  }
}
