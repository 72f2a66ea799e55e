// What customers reach of the chat, in a scope of its own: forms with files are taken here and nowhere else, and whatever is refused is a page for whoever reads pages.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { chosenLanguage } from '../../communicate/frame/strings.ts'
import { answerProblem, problemOf } from '../../platform/http/problem.ts'
import { type App, may } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { createGate, largestForm, readForm } from '../files/form.ts'
import { beginPages } from './begin.pages.ts'
import { problemPage } from './chat.html.ts'
import { chatToken } from './chat.links.ts'
import { chatScript } from './chat.script.ts'
import type { ChatDeps } from './chat.store.ts'
import { createListeners, type Listeners } from './listen.ts'
import { openPages } from './open.pages.ts'

export const limited = (max: number) => ({ ...may('public'), rateLimit: { max } })

export function chatPages(server: App, deps: ChatDeps): Listeners {
  const listeners = createListeners(deps)
  server.register(async (inner) => {
    const scope = inner as unknown as App
    takeForms(scope, deps)
    scope.setErrorHandler<FastifyError>((error, request, reply) => (wantsPage(request) ? refusal(error, request, reply) : answerProblem(error, request, reply)))
    scope.get('/chat.js', { config: may('public'), schema: { hide: true } }, (_, reply) =>
      reply.header('cache-control', 'public, max-age=300').type('text/javascript; charset=utf-8').send(chatScript),
    )
    beginPages(scope, deps)
    openPages(scope, deps, listeners)
  })
  return listeners
}

const isForm = ({ headers }: Pick<FastifyRequest, 'headers'>) => /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')

function takeForms(scope: App, { clock }: ChatDeps) {
  const gate = createGate()
  scope.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: largestForm }, (request: FastifyRequest, body: Buffer) =>
    readForm(request, body),
  )
  // Before anything of it is read.
  scope.addHook('onRequest', async (request, reply) => {
    if (!isForm(request)) return
    const length = request.headers['content-length']
    const admitted = gate.admit(request.ip, length === undefined ? undefined : Number(length) || 0, clock())
    if (admitted === 'busy') throw new Refused('too-many', 'Many files come in at the moment. Send it again in a minute, or without files now.')
    if (admitted === 'too-much')
      throw new Refused('too-many', 'So many files came from your place within an hour that no more are taken. Send it later, or without files now.')
    reply.raw.once('close', admitted)
  })
}

const accepts = ({ headers }: Pick<FastifyRequest, 'headers'>, type: string) => (headers.accept ?? '').includes(type)
export const wantsJson = (request: Pick<FastifyRequest, 'headers'>) => accepts(request, 'application/json')
const wantsPage = (request: Pick<FastifyRequest, 'headers'>) => accepts(request, 'text/html') && !wantsJson(request)

function refusal(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const problem = problemOf(error)
  if (problem.status >= 500) request.log.error({ err: error, url: request.url }, 'a request failed')
  const { language } = request.params as { language?: string }
  const locale = chosenLanguage([language, ...(request.headers['accept-language'] ?? '').slice(0, 200).split(',')])
  return framed(html(reply), true).code(problem.status).send(problemPage(locale, problem))
}

export const html = (reply: FastifyReply) => reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').type('text/html; charset=utf-8')

/** Other pages show it in a frame where the brand has a button there: nothing in it knows who is signed in anywhere, so that nobody is led to press what is not theirs. */
export function framed(reply: FastifyReply, may: boolean): FastifyReply {
  if (!may) return reply
  const policy = String(reply.getHeader('content-security-policy') ?? '')
  return reply.removeHeader('x-frame-options').header('content-security-policy', policy.replace(/frame-ancestors [^;]*/, 'frame-ancestors *'))
}

export function leadTo(
  deps: ChatDeps,
  request: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
  conversation: number,
  token = chatToken(deps, conversation),
) {
  const url = `/chat/${token}`
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
  return wantsJson(request) ? reply.send({ url, token }) : reply.redirect(url, 303)
}
