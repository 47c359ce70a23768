/** The API's error for one field. `code` says what is wrong; `min` and `max` are the field's limits. */
export type FieldError = { field: string; code: string; message: string; min?: number; max?: number };

/** What went wrong with a request. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    /** The HTTP status, 0 if there was no response. */
    readonly status: number,
    readonly code: string | undefined,
    readonly field: string | undefined,
    message: string,
    /** The whole body: for example the new impact of a change, or who decided first. */
    readonly members: Readonly<Record<string, unknown>> = {},
    /** After how many seconds a new attempt makes sense, if the API said so. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }

  /** No response, or a proxy's response for a service that is down. Trying again later may help. */
  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }

  /** Every field the API refused. */
  get fieldErrors(): readonly FieldError[] {
    const { errors } = this.members;
    return Array.isArray(errors) ? errors.filter(isFieldError) : [];
  }
}

function isFieldError(value: unknown): value is FieldError {
  if (typeof value !== "object" || value === null) return false;
  const { field, code, message } = value as Record<string, unknown>;
  return typeof field === "string" && typeof code === "string" && typeof message === "string";
}

type ProblemBody = { error?: unknown; detail?: unknown; code?: unknown; field?: unknown };

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** Makes the problem of an error response. A 500 without our JSON comes from a proxy, such as Vite's in development. */
export function problemFrom(status: number, body: unknown, headers = new Headers()): ApiProblem {
  if (typeof body !== "object" || body === null)
    return new ApiProblem(status === 500 ? 502 : status, undefined, undefined, `HTTP ${status}`);
  const { error, detail, code, field } = body as ProblemBody;
  return new ApiProblem(
    status,
    text(code),
    text(field),
    text(error) ?? text(detail) ?? `HTTP ${status}`,
    body as Record<string, unknown>,
    Number(headers.get("Retry-After")) || undefined,
  );
}

type Result<T> = { data?: T; error?: unknown; response: Response };

/** The data of a successful response; everything else is thrown as an ApiProblem. */
export async function dataOf<T>(request: Promise<Result<T>>): Promise<T> {
  let result: Result<T>;
  try {
    result = await request;
  } catch (cause) {
    if (cause instanceof ApiProblem || (cause instanceof DOMException && cause.name === "AbortError"))
      throw cause;
    throw new ApiProblem(0, undefined, undefined, "No connection");
  }
  if (!result.response.ok) throw problemFrom(result.response.status, result.error, result.response.headers);
  return result.data as T;
}

/** A file that was asked for with `parseAs: "blob"`. */
export function fileOf(body: unknown): Blob {
  if (body instanceof Blob) return body;
  throw new ApiProblem(502, undefined, undefined, "The response is not a file");
}
