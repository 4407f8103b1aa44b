import type { Id } from "./types";

/** Which execution each button has started, for as long as the tab is open: a reload finds it again. */
export class Remembered {
  constructor(
    private readonly scope: string,
    private readonly storage: Storage | null = sessionStorageIfAllowed(),
  ) {}

  get(button: Id): string | null {
    try {
      return this.storage?.getItem(this.#name(button)) ?? null;
    } catch {
      return null;
    }
  }

  /** `executionId` null: forget it. */
  set(button: Id, executionId: string | null): void {
    try {
      if (executionId === null) this.storage?.removeItem(this.#name(button));
      else this.storage?.setItem(this.#name(button), executionId);
    } catch {
      // Full, or forbidden in the middle: the server still knows what runs.
    }
  }

  #name(button: Id): string {
    return `watchbell ${this.scope} ${button}`;
  }
}

/** Reading the property itself throws where a browser keeps nothing for embedded pages. */
function sessionStorageIfAllowed(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
