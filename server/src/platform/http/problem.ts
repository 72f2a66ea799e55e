// Every error answer is a problem document (RFC 9457): what is wrong, and what to do.
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
  if (status && status >= 400 && status < 500) return problem(status, (error as FastifyError).code ?? 'bad-request', (error as Error).message)
  const database = fromDatabase(error as { code?: string })
  return database ?? problem(500, 'failed', 'Leeward made a mistake. Nothing of this request was stored; the log has the details.')
}

/** What the database refuses because of the input is the client's to mend. */
function fromDatabase(error: { code?: string }): Problem | undefined {
  switch (error.code) {
    case '22P02':
      return problem(400, 'not-valid', 'A value has the wrong form.')
    case '22021':
    case '22P05':
      return problem(400, 'not-valid', 'A text holds a character that cannot be stored (a NUL).')
    case '22008':
    case '22003':
      return problem(400, 'not-valid', 'A date or number is out of range.')
    case '57P03':
    case '57P01':
    case '08006':
    case 'ECONNREFUSED':
      return problem(503, 'database-away', 'The database is not reachable. Try again in a moment.')
    default:
      return undefined
  }
}

const problem = (status: number, code: string, detail: string): Problem => ({
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
  409: 'Not possible now',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Wrong kind of content',
  422: 'Not valid',
  429: 'Too many requests',
  500: 'Failed',
  503: 'Not ready',
}
