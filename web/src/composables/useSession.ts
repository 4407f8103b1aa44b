import { computed, readonly, shallowRef } from "vue";
import * as auth from "@/api/auth";
import type { Session } from "@/api/types";

const session = shallowRef<Session | null>(null);

async function load(): Promise<Session> {
  session.value ??= await auth.readSession();
  return session.value;
}

/** Forgets who is signed in, so that the next page asks the server again. */
function forget(): void {
  session.value = null;
}

export function useSession() {
  return {
    session: readonly(session),
    user: computed(() => session.value?.user ?? null),
    load,
    forget,
    async signIn(username: string, password: string) {
      session.value = await auth.signIn(username, password);
    },
    async createFirstAdministrator(token: string, username: string, password: string) {
      session.value = await auth.createFirstAdministrator(token, username, password);
    },
    async signOut() {
      await auth.signOut();
      forget();
    },
  };
}
