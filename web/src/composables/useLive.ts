import { onScopeDispose, readonly, ref } from "vue";
import { sessionEnded } from "@/api/http";
import type { LiveEvent, LiveState, Topics } from "@/api/live";
import { LiveConnection } from "@/api/liveConnection";

const state = ref<LiveState>("polling");
const connect = () => new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/live`);
export const connection = new LiveConnection(connect, (next) => (state.value = next), sessionEnded);

export const useLiveState = () => readonly(state);

/** Hears of `topics` while the component lives. */
export function useLiveEvents(topics: Topics, handler: (event: LiveEvent) => void): void {
  onScopeDispose(connection.listen(topics, handler));
}
