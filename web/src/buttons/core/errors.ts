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

  /** Whether it says yes later: it was asked too often. */
  get passes(): boolean {
    return this.status === 429;
  }
}

/** No answer, or none that tells anything: what was asked may have happened or not. */
export class Unreachable extends Error {
  /** `wait`: seconds the server asked to be left alone. `problem`: what it said, where it said anything. */
  constructor(
    message: string,
    readonly wait = 0,
    readonly problem: Problem | null = null,
  ) {
    super(message);
  }
}

/** What to show for whatever was thrown. */
export function problemOf(error: unknown): Problem {
  const known = error instanceof Refused || error instanceof Unreachable ? error.problem : null;
  return known ?? { code: "unreachable", message: "" };
}

export const sentence = ({ message, hint }: Problem): string => [message, hint].filter(Boolean).join(" ");

/** The words for each wrong parameter: "parameters.hosts[2]" counts for `hosts`. */
export function parameterProblems(problems: Problem[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field, message } of problems) {
    const [first, name] = (field ?? "").split(/[.[\]]+/).filter(Boolean);
    if (first === "parameters" && name) found[name] ??= message;
  }
  return found;
}
