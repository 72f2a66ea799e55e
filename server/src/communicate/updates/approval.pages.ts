// The page behind the link to an update that waits: the words as customers will read them, and two buttons. Opening it decides nothing (link scanners open everything).
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Line } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { findWaiting, type Shown } from './approval.view.ts'
import { answeredPage, askPage, gonePage, settledPage } from './approval.html.ts'
import { readApprovalToken } from './approval-links.ts'
import { approveUpdate, sendBackUpdate } from './approve.ts'

const Path = z.object({ token: z.string().max(1_000) })
const Form = z.discriminatedUnion('answer', [z.object({ answer: z.literal('approve') }), z.object({ answer: z.literal('send-back'), reason: Line(1_000) })])

/** On the console's host, in a scope of its own, because only here a form without script is read. */
export async function approvalPages(server: App, deps: Deps) {
  await server.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 16_384 }, (_, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    const app = typed(scope as unknown as App)

    app.get('/approvals/:token', { config: may('public'), schema: { params: Path, hide: true } }, async ({ params }, reply) => {
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      const found = await find(deps, params.token)
      if (typeof found === 'string') return reply.code(410).send(gonePage(deps, found))
      return found.settled ? reply.code(410).send(settledPage(deps, found)) : askPage(deps, found)
    })

    app.post('/approvals/:token', { config: may('public'), schema: { params: Path, hide: true } }, async ({ params, body }, reply) => {
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      const found = await find(deps, params.token)
      if (typeof found === 'string') return reply.code(410).send(gonePage(deps, found))
      if (found.settled) return reply.code(410).send(settledPage(deps, found))
      const form = Form.safeParse(body ?? {})
      if (!form.success) return reply.code(422).send(askPage(deps, found, 'Say what must change: its author reads it. At most 1,000 characters.'))
      try {
        await answer(deps, found, form.data)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        const now = await find(deps, params.token)
        reply.code(error.status)
        if (typeof now === 'string') return gonePage(deps, now)
        return now.settled ? settledPage(deps, now) : askPage(deps, now, error.message)
      }
      return answeredPage(deps, found, form.data.answer)
    })
  })
}

async function answer(deps: Deps, { update, claims, mayAnswer, now }: Shown, given: z.output<typeof Form>) {
  if (!mayAnswer) throw new Refused('not-allowed', 'You may not approve updates any more. Tell whoever leads the crisis.')
  if (given.answer === 'approve') await approveUpdate(deps, update.id, claims.u, claims.s)
  else await sendBackUpdate(deps, update.id, claims.u, given.reason, claims.s)
  await sql`update pages set acknowledged_at = coalesce(acknowledged_at, ${now}) where id = ${claims.g} and person = ${claims.u}`.execute(deps.db)
}

async function find(deps: Deps, token: string): Promise<Shown | 'expired' | 'unknown'> {
  const claims = readApprovalToken(deps, token)
  if (claims === 'expired') return claims
  return (claims && (await findWaiting(deps, claims))) || 'unknown'
}
