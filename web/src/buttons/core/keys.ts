import { idempotencyKey } from "@/api/key";
import type { JsonObject } from "./types";

/** One key for one wish: whoever asks for the same again, not knowing whether it was heard, does not get two runs. */
export class PressKeys {
  #open: { wish: string; key: string } | null = null;

  for(parameters: JsonObject): string {
    const wish = JSON.stringify(parameters);
    if (this.#open?.wish !== wish) this.#open = { wish, key: idempotencyKey() };
    return this.#open.key;
  }

  /** The server has answered; the next press is a new wish. */
  settle(): void {
    this.#open = null;
  }
}
