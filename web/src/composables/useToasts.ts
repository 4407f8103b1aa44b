import { readonly, ref } from "vue";

export interface ToastAction {
  label: string;
  to?: string;
  run?: () => unknown;
}
export interface Toast {
  id: number;
  kind: "info" | "error";
  text: string;
  hint?: string;
  actions: ToastAction[];
}

const SHOWN_MS = 10_000;
const toasts = ref<Toast[]>([]);
let last = 0;

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

function show(text: string, options: Partial<Omit<Toast, "id" | "text">> = {}): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-3), { id, kind: "info", actions: [], ...options, text }];
  setTimeout(dismiss, SHOWN_MS, id);
}

export const useToasts = () => ({ toasts: readonly(toasts), show, dismiss });
