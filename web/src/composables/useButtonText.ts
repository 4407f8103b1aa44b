import type { PageButton } from "@/api/scriptTypes";
import { useLanguage } from "./useLanguage";

/** What stands on a button, in the chosen language as far as it was given. */
export function useButtonText() {
  const { language } = useLanguage();
  return ({ button_text, button_text_en }: Pick<PageButton, "button_text" | "button_text_en">): string =>
    (language.value === "en" && button_text_en) || button_text || button_text_en;
}
