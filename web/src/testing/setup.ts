import { config } from "@vue/test-utils";
import { i18n, setLanguage } from "@/composables/useLanguage";

await setLanguage("en", false);
config.global.plugins = [i18n];
