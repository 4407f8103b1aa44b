import "element-plus/theme-chalk/base.css";
import "element-plus/theme-chalk/dark/css-vars.css";
import "./styles/tokens.css";
import "./styles/element.css";
import "./styles/base.css";
import "./styles/table.css";
import "./styles/band.css";
import "./styles/ansi.css";
import "./styles/tabs.css";
import { createApp } from "vue";
import { configureHttp } from "./api/http";
import App from "./App.vue";
import { i18n, preferredLanguage, setLanguage, useLanguage } from "./composables/useLanguage";
import { useSession } from "./composables/useSession";
import { router } from "./router";

const { language, tag } = useLanguage();
const { forget } = useSession();

configureHttp({
  language: () => (language.value === "zh" ? "zh-CN" : "en"),
  signedOut() {
    forget();
    const next = router.currentRoute.value;
    if (!next.meta.open) void router.replace({ path: "/login", query: { next: next.fullPath } });
  },
});

await setLanguage(preferredLanguage(), false);
document.documentElement.lang = tag();
createApp(App).use(i18n).use(router).mount("#app");
