import cronstrue from "cronstrue";
import "cronstrue/locales/zh_CN";


export function describeCron(expression: string, language: "en" | "zh"): string {
  try {
    return cronstrue.toString(expression, {
      locale: language === "zh" ? "zh_CN" : "en",
      use24HourTimeFormat: true,
      throwExceptionOnParseError: true,
    });
  } catch {
    return expression;
  }
}
