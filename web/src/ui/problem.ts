/** What the server answers when it refuses (RFC 9457), or what we say when it cannot be reached (`status` 0). */
export class Problem extends Error {
  readonly status: number
  readonly title: string
  readonly detail: string
  /** The server's name for the refusal, such as already-done. */
  readonly code: string
  readonly errors: { path: string; message: string }[]

  constructor(status: number, title: string, detail: string, errors: { path: string; message: string }[] = [], code = '') {
    super(detail)
    this.status = status
    this.title = title
    this.detail = detail
    this.errors = errors
    this.code = code
  }

  /** Nobody answered: the same request may be sent again with the same key. */
  get unheard() {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
  }
}

export const isProblem = (error: unknown, status?: number): error is Problem => error instanceof Problem && (status === undefined || error.status === status)
