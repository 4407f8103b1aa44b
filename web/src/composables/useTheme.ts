import { readonly, ref } from "vue";

export type Theme = "light" | "dark";
const KEY = "watchbell.theme";
const root = document.documentElement;
const theme = ref<Theme>(root.classList.contains("dark") ? "dark" : "light");

function apply(next: Theme): void {
  theme.value = next;
  root.classList.toggle("dark", next === "dark");
}

/** The system's theme is followed until a person has chosen. */
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
  if (!localStorage.getItem(KEY)) apply(event.matches ? "dark" : "light");
});

export function useTheme() {
  const choose = (next: Theme) => {
    localStorage.setItem(KEY, next);
    apply(next);
  };
  return { theme: readonly(theme), toggle: () => choose(theme.value === "dark" ? "light" : "dark") };
}
