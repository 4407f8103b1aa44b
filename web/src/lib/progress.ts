import type { Json } from "@/api/types";

export interface Progress {
  /** 0 to 100; null where only words are known. */
  percent: number | null;
  message: string;
}

/** What a running program said about how far it is. */
export function progressOf(value: Json | undefined): Progress | null {
  if (typeof value === "number") return { percent: within(value), message: "" };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const percent = typeof value.progress === "number" ? within(value.progress) : null;
  const message = typeof value.message === "string" ? value.message : "";
  return percent === null && !message ? null : { percent, message };
}

const within = (value: number): number => Math.round(Math.min(100, Math.max(0, value)));
