// Every error answer is a problem document (RFC 9457): what is wrong, and what to do.
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { Refused } from '../refused.ts'

export type Problem = { type: string; title: string; status: number; detail: string; errors?: { path: string; message: string }[] }

export function answerProblem(error: FastifyError | Refused | Error, request: FastifyRequest, reply: FastifyReply) {
  const problem = problemOf(error)
  if (problem.status >= 500) request.log.error({ err: error, url: request.url }, 'a request failed')
  return reply.code(problem.status).type('application/problem+json').send(problem)
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return problem(error.status, error.code, error.message)
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => ({
      path: `${error.validationContext ?? 'body'}${issue.instancePath.replaceAll('/', '.')}`,
      message: issue.message ?? 'is not valid',
    }))
    return { ...problem(400, 'not-valid', errors.map((each) => `${each.path}: ${each.message}`).join('; ')), errors }
  }
  const status = (error as FastifyError).statusCode
  if (status && status >= 400 && status < 500) {
    const { code = 'bad-request', message } = error as FastifyError
    return problem(status, code, frameworkSays[code] ?? message)
  }
  const database = fromDatabase(error as { code?: string })
  return database ?? problem(500, 'failed', 'Leeward made a mistake; its log has the details. Look whether the change is there before you try again.')
}

/** What the database refuses because of the input is the client's to mend; what only came at a bad moment may be tried again. */
function fromDatabase(error: { code?: string }): Problem | undefined {
  const found = databaseSays.find(({ codes }) => codes.includes(error.code ?? ''))
  return found && problem(found.status, found.type, found.detail)
}

const databaseSays = [
  { codes: ['22P02', '22007'], status: 400, type: 'not-valid', detail: 'A value has the wrong form.' },
  { codes: ['22021', '22P05'], status: 400, type: 'not-valid', detail: 'A text holds a character that cannot be stored (a NUL).' },
  { codes: ['22008', '22003'], status: 400, type: 'not-valid', detail: 'A date or number is out of range.' },
  // Two at once: a fact, a row of the same name, or a lock. Nothing of this one was stored.
  {
    codes: ['23505', '40001', '40P01'],
    status: 409,
    type: 'changed-meanwhile',
    detail: 'Somebody changed the same at the same moment. Look again and try again.',
  },
  {
    codes: ['57P01', '57P02', '57P03', '53300', '08006', '08003', 'ECONNREFUSED', 'ECONNRESET'],
    status: 503,
    type: 'database-away',
    detail: 'The database is not reachable. Try again in a moment.',
  },
]

/** What the framework refuses before a route is reached, in words that say what to do. */
const frameworkSays: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than this place takes. Send less; large files go through an import.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send JSON, with the content type application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty. Send JSON, such as {}.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON. Mend it and send it again.',
  FST_ERR_BAD_URL: 'The address holds a % that begins no valid code. Encode it as %25.',
  FST_ERR_MAX_PARAM_LENGTH: 'A part of the address is too long.',
}

/** For a message that is not HTTP, or whose head is too large: there is no request to answer, only a line. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket) {
  if (!socket.writable || error.code === 'ECONNRESET') return
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
  const detail = {
    431: 'The headers are too large. Send less, or sign in again.',
    408: 'The request took too long to arrive. Send it again.',
    400: 'This is not a valid HTTP request.',
  }[status]
  const body = JSON.stringify(problem(status, 'bad-request', detail))
  socket.end(
    `HTTP/1.1 ${status} ${titles[status]}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

export const problem = (status: number, code: string, detail: string): Problem => ({
  type: `urn:leeward:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  title: titles[status] ?? 'Not possible',
  status,
  detail,
})

const titles: Record<number, string> = {
  400: 'Not valid',
  401: 'Please sign in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  408: 'Too slow',
  409: 'Not possible now',
  412: 'Changed meanwhile',
  413: 'Too large',
  414: 'Too large',
  415: 'Wrong kind of content',
  422: 'Not valid',
  429: 'Too many requests',
  431: 'Too large',
  500: 'Failed',
  503: 'Not ready',
}
