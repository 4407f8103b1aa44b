import cronstrue from "cronstrue";
import "cronstrue/locales/zh_CN";


/** cronstrue leaves "every day" out in English, and puts an odd 在 before each time in Chinese. */
function smooth(text: string, language: "en" | "zh"): string {
  if (language === "en") return text.replace(/^At (\d\d:\d\d)$/, "Daily $1");
  return text.replace(/^在\s*(\d\d:\d\d)$/, "每天 $1").replace(/^在\s*/, "").replace(/, /g, "，");
}

export function describeCron(expression: string, language: "en" | "zh"): string {
  try {
    const text = cronstrue.toString(expression, {
      locale: language === "zh" ? "zh_CN" : "en",
      use24HourTimeFormat: true,
      throwExceptionOnParseError: true,
    });
    return smooth(text, language);
  } catch {
    return expression;
  }
}
