// The page behind the link in a reminder: the holding update as customers would read it now, and one button. Opening it publishes nothing.
import { sql } from 'kysely'
import { z } from 'zod'
import { personPage } from '../../assess/escalation/page.html.ts'
import type { Deps } from '../../deps.ts'
import { GivenInstant } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { escaped } from '../frame/html.ts'
import { asRead, findingsAsHtml, gonePage, inContacts, roomLink } from './approval.html.ts'
import { mayDo } from './approvers.store.ts'
import { type HoldingClaims, readHoldingToken } from './holding-links.ts'
import { type Holding, holdingOf, publishHolding } from './holding.store.ts'

const Path = z.object({ token: z.string().max(1_000) })
const Form = z.object({
  seal: z.string().max(100),
  nextUpdateAt: z
    .literal('')
    .transform(() => null)
    .or(GivenInstant),
})
type Found = { claims: HoldingClaims; crisis: Crisis }
type Crisis = {
  number: string
  title: string
  severity: number
  practice: boolean
  timeZone: string
  status: string
  last: string | null
  lastAt: Date | null
  waits: boolean
}

/** On the console's host, in a scope of its own, because only here a form without script is read. */
export async function holdingPages(server: App, deps: Deps) {
  await server.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 2_048 }, (_, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    const app = typed(scope as unknown as App)
    const schema = { params: Path, hide: true }

    app.get('/holding-updates/:token', { config: may('public'), schema }, async ({ params }, reply) => {
      const { status, html } = await show(params.token)
      return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
    })
    app.post('/holding-updates/:token', { config: may('public'), schema }, async ({ params, body }, reply) => {
      const { status, html } = await publish(params.token, body)
      return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
    })
  })

  async function show(token: string, wrong?: Refused) {
    const found = await find(deps, token)
    if (typeof found === 'string') return { status: 410, html: gonePage(deps, found) }
    const settled = settledAs(found)
    if (settled) return { status: 410, html: personPage(`<p class="state state-minor" role="status">${escaped(settled)}</p>${roomLink(deps, found.claims.c)}`) }
    try {
      const [holding, allowed] = [await holdingOf(deps, found.claims.c), await mayDo(deps.db, found.claims.u, 'write-update')]
      return { status: wrong?.status ?? 200, html: askPage(deps, found, holding, allowed, wrong?.message) }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return {
        status: error.status,
        html: personPage(`<p class="state state-minor" role="status">${escaped(error.message)}</p>${roomLink(deps, found.claims.c)}`),
      }
    }
  }

  async function publish(token: string, body: unknown) {
    const found = await find(deps, token)
    if (typeof found === 'string' || settledAs(found)) return show(token)
    const form = Form.safeParse(body ?? {})
    if (!form.success) return show(token, new Refused('not-valid', 'Read it, then press the button below it.'))
    const { c, u, g } = found.claims
    try {
      if (!(await mayDo(deps.db, u, 'write-update')))
        throw new Refused('not-allowed', 'You may not write to customers any more. Tell whoever leads the crisis.')
      const { recipients, approvalsNeeded } = await holdingOf(deps, c, form.data.nextUpdateAt)
      await publishHolding(deps, c, u, form.data)
      await sql`update pages set acknowledged_at = coalesce(acknowledged_at, ${deps.clock()}) where id = ${g} and person = ${u}`.execute(deps.db)
      const said =
        approvalsNeeded > 1
          ? 'Handed over: it goes to customers once somebody else has approved it.'
          : `Published. It is on its way to ${inContacts(recipients)}, and we write again as it says.`
      return { status: 200, html: personPage(`<p class="state state-none" role="status">${said}</p>${roomLink(deps, c)}`) }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return show(token, error)
    }
  }
}

/** Where nothing is asked any more: why. */
function settledAs({ claims, crisis }: Found): string | undefined {
  if (crisis.status === 'restored' || crisis.status === 'closed') return 'Customers can work again. A holding update is not needed any more.'
  if (crisis.last !== claims.a)
    return `Customers have read an update since${crisis.lastAt ? ` (${crisis.lastAt.toISOString().slice(11, 16)} UTC)` : ''}: this link is used up. You need do nothing.`
  return crisis.waits ? 'A holding update waits for approval already. You need do nothing, unless you are asked to approve it.' : undefined
}

async function find({ db, ...deps }: Deps, token: string): Promise<Found | 'expired' | 'unknown'> {
  const claims = readHoldingToken(deps, token)
  if (claims === 'expired') return claims
  if (!claims) return 'unknown'
  const { rows } = await sql<Crisis>`
    select c.number, c.title, c.severity, c.practice, c.status, b.time_zone as "timeZone", l.id as last, l.published_at as "lastAt",
           exists (select from updates where crisis_id = c.id and holding and status = 'awaiting-approval') as waits
      from crises c join brands b on b.id = c.brand_id join auth_user p on p.id = ${claims.u}
      left join lateral (select id, published_at from updates where crisis_id = c.id and class = 'update' and status = 'published' order by sequence desc limit 1) l on true
     where c.id = ${claims.c}`.execute(db)
  return rows[0] ? { claims, crisis: rows[0] } : 'unknown'
}

function askPage(deps: Deps, { claims, crisis }: Found, holding: Holding, allowed: boolean, wrong?: string): string {
  const { phase, parts, locale, nextUpdateAt, seal, recipients, approvalsNeeded, findings, since } = holding
  const what = since
    ? `It says nothing new since ${since.toISOString().slice(11, 16)} UTC, and when you write again.`
    : 'It says that you know, and when you write again.'
  const button = allowed
    ? `<form method="post"><input type="hidden" name="seal" value="${seal}"><input type="hidden" name="nextUpdateAt" value="${nextUpdateAt?.toISOString() ?? ''}"><button>${approvalsNeeded > 1 ? 'Ask for approval' : 'Publish it'}</button></form>`
    : '<p class="state state-minor">You may not write to customers any more. Tell whoever leads the crisis.</p>'
  return personPage(
    `<h2>Keep the promise with a holding update</h2>
${crisis.practice ? '<p>Practice: nothing is really broken.</p>' : ''}<p>${escaped(crisis.number)}: ${escaped(crisis.title)}. Severity ${crisis.severity}.</p>
<p>${what} It goes to ${inContacts(recipients)} and to the status page. If you know more, write an update in the crisis room instead.</p>
${wrong ? `<p class="state state-major" role="alert">${escaped(wrong)}</p>` : ''}${findingsAsHtml(findings)}${asRead({ texts: [{ locale, parts }], phase, promiseBy: nextUpdateAt, timeZone: crisis.timeZone, files: [] })}${button}${roomLink(deps, claims.c)}`,
    'A holding update',
  )
}
