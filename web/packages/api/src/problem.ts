/** An RFC 9457 problem document as the server writes it. */
export interface ProblemBody {
  type?: string
  title?: string
  status?: number
  code?: string
  detail?: string
  field?: string
  value?: unknown
  expected?: string
  request?: string
  [extra: string]: unknown
}

/** What went wrong with a request. `status` 0 means that the server was not reached. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly body: ProblemBody

  constructor(status: number, body: ProblemBody) {
    super(body.title ?? body.detail ?? body.code ?? String(status))
    this.name = 'Problem'
    this.status = status
    this.body = body
    this.code = body.code ?? (status === 0 ? 'offline' : `http.${status}`)
  }

  /** The case moved on while it was being looked at. */
  get stale(): boolean {
    return this.status === 409 && this.code === 'case.stale'
  }
}
