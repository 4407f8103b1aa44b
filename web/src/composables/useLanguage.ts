import { readonly, ref, shallowRef } from "vue";
import { createI18n } from "vue-i18n";
import { visible } from "@/lib/bidi";
import type { Language as ElementLanguage } from "element-plus/es/locale";

export type Language = "en" | "zh";
export const LANGUAGES: { code: Language; name: string }[] = [
  { code: "zh", name: "简体中文" },
  { code: "en", name: "English" },
];
const KEY = "watchbell.language";
const TAG: Record<Language, string> = { en: "en", zh: "zh-CN" };
const load = {
  en: () => Promise.all([import("@/locales/en"), import("element-plus/es/locale/lang/en")]),
  zh: () => Promise.all([import("@/locales/zh"), import("element-plus/es/locale/lang/zh-cn")]),
};

export const i18n = createI18n({
  legacy: false, locale: "en", fallbackLocale: "en", messages: {}, missingWarn: false,
  // Names within sentences.
  postTranslation: (words) => (typeof words === "string" ? visible(words) : words),
});
const language = ref<Language>("en");
const elementLocale = shallowRef<ElementLanguage>();

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const preferredLanguage = (): Language => ((remembered() ?? navigator.language).startsWith("zh") ? "zh" : "en");

/** Loads the words on first use; the other language costs nothing until then. */
export async function setLanguage(next: Language, remember = true): Promise<void> {
  const [words, element] = await load[next]();
  i18n.global.setLocaleMessage(next, words.default as never);
  i18n.global.locale.value = next as never;
  language.value = next;
  elementLocale.value = element.default;
  document.documentElement.lang = TAG[next];
  if (remember) localStorage.setItem(KEY, next);
}

export const useLanguage = () => ({ language: readonly(language), tag: () => TAG[language.value], elementLocale, setLanguage });
