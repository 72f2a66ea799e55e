// Hands what belongs to signing in to the library that does it, and answers in the words of this house.
import type { FastifyRequest } from 'fastify'
import { addressHeader, type Auth } from './auth/auth.ts'
import { problem } from './http/problem.ts'
import { type App, headersOf, may } from './http/server.ts'

export function signInRoutes(app: App, auth: Auth, consoleUrl: string) {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    config: may('public'),
    schema: { hide: true },
    handler: async (request, reply) => {
      const answer = await auth.handler(asked(request, consoleUrl))
      reply.code(answer.status)
      for (const [name, value] of answer.headers) if (name !== 'set-cookie' && name !== 'content-type') reply.header(name, value)
      for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
      const body = await answer.text()
      if (answer.status < 400) return reply.type(answer.headers.get('content-type') ?? 'application/json').send(body)
      if (answer.status >= 500) request.log.error({ url: request.url, body }, 'signing in failed')
      return reply.type('application/problem+json').send(problem(answer.status, ...said(answer.status, body)))
    },
  })
}

/** The library is told who really asks: it slows down whoever guesses passwords. */
function asked(request: FastifyRequest, consoleUrl: string): Request {
  const headers = headersOf(request)
  headers.set(addressHeader, request.ip)
  headers.delete('content-length')
  return new Request(`${consoleUrl}${request.url}`, { method: request.method, headers, ...(request.body ? { body: JSON.stringify(request.body) } : {}) })
}

function said(status: number, body: string): [code: string, detail: string] {
  if (status === 404) return ['not-found', 'There is nothing here.']
  if (status >= 500) return ['failed', 'Leeward made a mistake; its log has the details. Try again.']
  try {
    const { code, message } = JSON.parse(body) as { code?: string; message?: string }
    return [code ?? 'not-valid', message ?? 'This is not valid. Send an e-mail address and a password.']
  } catch {
    return ['not-valid', 'This is not valid. Send an e-mail address and a password.']
  }
}
