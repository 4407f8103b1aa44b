// Runs before the first paint, so that neither the theme nor the language flickers.
(function () {
  var root = document.documentElement;
  var theme = null;
  var language = null;
  try {
    theme = localStorage.getItem("watchbell.theme");
    language = localStorage.getItem("watchbell.language");
  } catch (error) {
    // Storage may be forbidden; the system's choice is used then.
  }
  var dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.classList.toggle("dark", dark);
  root.lang = (language || navigator.language || "en").toLowerCase().indexOf("zh") === 0 ? "zh-CN" : "en";
})();
