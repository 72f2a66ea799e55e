// The HTTP shell: schemas, problems, permissions beside each route, idempotency, OpenAPI. No crisis words.
import swagger from '@fastify/swagger'
import type { IncomingMessage, RequestListener } from 'node:http'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, LogController, type FastifyRequest, type FastifyTypeProvider } from 'fastify'
import { createJsonSchemaTransform, validatorCompiler } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { type Auth, principalOf } from '../auth/auth.ts'
import { type Access, permits, type Principal } from '../auth/permissions.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../database/connect.ts'
import { Refused } from '../refused.ts'
import { type First, serverWith } from './front.ts'
import { idempotency } from './idempotency.ts'
import { answerBrokenRequest, answerProblem } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal
    idempotencyKey?: string
  }
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyInstance {
    /** Every route with who may use it, for whoever wants to check that. */
    routeTable: { method: string; url: string; access: Access }[]
  }
}

export type App = FastifyInstance
export type Shell = {
  db: Db
  clock: Clock
  auth: Auth
  key: Buffer
  log: Logger
  consoleUrl: string
  trustedProxies?: string[]
  first?: First
  rewriteUrl?: (host: string, url: string) => string
}

/** `config: may('declare')` beside a path: without it the route is refused at boot. */
export const may = (access: Access) => ({ access })

/** Requests are typed by their contract's output, answers by its input (a Date may stand for a time). */
interface Contracts extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown
  serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown
}

/** Routes that parse by Zod and answer by Zod. */
export const typed = (app: App) => app.withTypeProvider<Contracts>()

export async function createHttp(shell: Shell): Promise<App> {
  const app = Fastify({
    loggerInstance: shell.log as never,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_048_576,
    ...(shell.first ? { serverFactory: (handler: RequestListener) => serverWith(shell.first as First, handler) } : {}),
    ...(shell.rewriteUrl
      ? { rewriteUrl: ({ headers, url = '/' }: IncomingMessage) => (shell.rewriteUrl as NonNullable<Shell['rewriteUrl']>)(headers.host ?? '', url) }
      : {}),
    // Who asks is told by the proxies that the operator names, and by nobody else.
    trustProxy: shell.trustedProxies && shell.trustedProxies.length > 0 ? shell.trustedProxies : false,
    // An address or a message that never reaches a route is answered like every other error.
    frameworkErrors: answerProblem,
    clientErrorHandler: answerBrokenRequest,
    routerOptions: { maxParamLength: 4_000 },
  }) as unknown as App
  app.setValidatorCompiler(validatorCompiler)
  // Answers are parsed by their contract: what it does not name never leaves, and dates become ISO strings.
  app.setSerializerCompiler(
    ({ schema }) =>
      (data) =>
        JSON.stringify((schema as unknown as z.ZodType).parse(data)),
  )
  app.setErrorHandler(answerProblem)
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send({
        type: 'urn:leeward:problem:not-found',
        title: 'Not found',
        status: 404,
        detail: `There is nothing at ${request.method} ${request.url.split('?')[0]}.`,
      }),
  )
  await app.register(helmet, { contentSecurityPolicy: contentSecurity })
  await app.register(rateLimit, { max: 1_200, timeWindow: '1 minute', allowList: ['127.0.0.1', '::1'] })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Leeward', version: '0.1.0', description: 'What a company runs when something goes wrong for its customers.' },
    },
    transform: createJsonSchemaTransform({ skipList: ['/api/auth/*', '/*'] }),
  })
  stopInTime(app)
  guard(app, shell)
  idempotency(app, shell)
  app.get('/api/openapi.json', { config: may('public'), schema: { hide: true } }, async () => app.swagger())
  return app
}

const contentSecurity = {
  directives: {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'frame-src': ["'self'"],
    'frame-ancestors': ["'self'"],
    'upgrade-insecure-requests': null,
  },
}

/** Who is being answered gets a moment to hear the end; a browser's spare connection, on which nothing was ever asked, must not hold up the stop. */
function stopInTime(app: App) {
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), graceMs).unref()
  })
}
const graceMs = 2_000

/** Every route names who may use it; who asks is looked up once; writes by a session must come from our own pages. */
function guard(app: App, { db, auth, clock, consoleUrl }: Shell) {
  app.decorateRequest('principal', undefined)
  app.decorate('routeTable', [])
  app.addHook('onRoute', ({ method, url, config }) => {
    const access = config?.access
    if (!access) throw new Error(`${method} ${url} does not say who may use it: add config: may('…').`)
    for (const each of [method].flat()) app.routeTable.push({ method: each, url, access })
  })
  app.addHook('onRequest', async (request, reply) => {
    const access = request.routeOptions.config.access
    if (!access || access === 'public') return
    request.principal = await principalOf(db, auth, headersOf(request), clock())
    if (!request.principal)
      return reply.code(401).type('application/problem+json').send({
        type: 'urn:leeward:problem:not-signed-in',
        title: 'Please sign in',
        status: 401,
        detail: 'Sign in, or send an API key as Authorization: Bearer lw_….',
      })
    if (!permits(request.principal, access))
      return reply
        .code(403)
        .type('application/problem+json')
        .send({
          type: 'urn:leeward:problem:not-allowed',
          title: 'Not allowed',
          status: 403,
          detail: `This needs the permission ${access}. You have the groups ${request.principal.groups.join(', ') || '(none)'}; an administrator can change that.`,
        })
    if (request.principal.kind === 'user' && foreign(request, consoleUrl))
      return reply.code(403).type('application/problem+json').send({
        type: 'urn:leeward:problem:foreign-origin',
        title: 'Not allowed',
        status: 403,
        detail: 'This request comes from another website.',
      })
  })
}

const foreign = (request: FastifyRequest, consoleUrl: string) => {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  const origin = request.headers.origin
  return origin !== undefined && origin !== consoleUrl && origin !== `http://${request.headers.host}` && origin !== `https://${request.headers.host}`
}

export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.append(name, Array.isArray(value) ? value.join(', ') : value)
  return headers
}

/** Who is asking, on a route that is not public. */
export function asker(request: FastifyRequest): Principal {
  if (!request.principal) throw new Error(`${request.url} was reached without anybody signed in.`)
  return request.principal
}

/** The person who is asking, where a program may not decide: who leads, and what customers are told or given. */
export function personAsking(request: FastifyRequest): Principal {
  const who = asker(request)
  if (who.kind !== 'user') throw new Refused('not-allowed', 'This is for a person to decide; a program cannot. Sign in and do it yourself.')
  return who
}
