export interface Problem {
  code: string;
  message: string;
  hint?: string | null;
  field?: string | null;
}

/** The server (or this page, before asking) said no; trying again gives the same answer. */
export class Refused extends Error {
  readonly problems: Problem[];

  constructor(
    readonly status: number,
    readonly problem: Problem,
    problems?: Problem[],
  ) {
    super(problem.message);
    this.problems = problems?.length ? problems : [problem];
  }
}

/** No answer, or none that tells anything: what was asked may have happened or not. */
export class Unreachable extends Error {
  /** `wait`: seconds the server asked to be left alone. */
  constructor(
    message: string,
    readonly wait = 0,
  ) {
    super(message);
  }
}

/** The words for each wrong parameter: "parameters.hosts[2]" counts for `hosts`. */
export function parameterProblems(problems: Problem[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field, message } of problems) {
    const [first, name] = (field ?? "").split(/[.[\]]+/).filter(Boolean);
    if (first === "parameters" && name) found[name] ??= message;
  }
  return found;
}
