export interface ErrorBody {
  code: string;
  message: string;
  field?: string | null;
  hint?: string | null;
  values?: Record<string, unknown>;
}

/** What the server refused, in its own words; `errors` has every wrong field of a 422. */
export class ApiError extends Error {
  readonly errors: ErrorBody[];

  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    errors: ErrorBody[] = [],
    readonly requestId: string | null = null,
  ) {
    super(body.message);
    this.errors = errors.length ? errors : [body];
  }

  get code(): string {
    return this.body.code;
  }
}

/** The server was not reached at all. */
export class OfflineError extends Error {}

interface ErrorAnswer {
  error?: ErrorBody;
  errors?: ErrorBody[];
}

export function toApiError(response: Response, answer: unknown): ApiError {
  const { error, errors } = (typeof answer === "object" && answer !== null ? answer : {}) as ErrorAnswer;
  const body = error ?? { code: `http_${response.status}`, message: `HTTP ${response.status} ${response.statusText}` };
  return new ApiError(response.status, body, errors, response.headers.get("X-Request-ID"));
}

/** 404 means gone; anything else may be worth another try. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;
