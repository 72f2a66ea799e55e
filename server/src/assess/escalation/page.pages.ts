// The page behind a pager's link: no session, no script. Opening it answers nothing (link scanners open everything), pressing its one button does.
import { sql } from 'kysely'
import { z } from 'zod'
import { escaped } from '../../communicate/frame/html.ts'
import type { Deps } from '../../deps.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { acknowledgePage, mayLeadSql } from './acknowledge.ts'
import { personPage } from './page.html.ts'
import { holdingLink } from '../../communicate/updates/holding-links.ts'
import { askOf, buttonOf, headingOf, holdingLabel, linesOf, type PageAbout } from './page-message.ts'
import { type PageClaims, readPageToken } from './page-links.ts'
import type { PageAnswer } from './pages.contract.ts'

const Path = z.object({ token: z.string().max(1_000) })
type Shown = Pick<PageAbout, 'crisis' | 'detail' | 'reason' | 'mayLead'> & {
  claims: PageClaims
  leader: string | null
  leads: boolean
  clock: string | null
  last: string | null
}

/** On the console's host, in a scope of its own, because only here a form without script is read. */
export async function pagePages(server: App, deps: Deps) {
  await server.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 1_024 }, (_, __, done) => done(null, {}))
    const app = typed(scope as unknown as App)

    app.get('/pages/:token', { config: may('public'), schema: { params: Path, hide: true } }, async ({ params }, reply) => {
      const page = await find(deps, params.token)
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      return page ? askPage(deps, page) : reply.code(410).send(gonePage())
    })

    app.post('/pages/:token', { config: may('public'), schema: { params: Path, hide: true } }, async ({ params }, reply) => {
      const page = await find(deps, params.token)
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      if (!page) return reply.code(410).send(gonePage())
      const answer = await acknowledgePage(deps, page.claims.g, page.claims.u, page.claims.m)
      return personPage(
        `<p class="state state-${answer.outcome === 'may-not-lead' ? 'minor' : 'none'}" role="status">${escaped(sentences[answer.outcome](answer))}</p>${roomLink(deps, page)}`,
      )
    })
  })
}

const sentences: Record<PageAnswer['outcome'], (answer: PageAnswer) => string> = {
  leads: () => 'You are in command. The paging has ended; open the crisis room now.',
  led: ({ leader }) => `${leader ?? 'Somebody else'} leads already. You need do nothing; your answer is noted.`,
  'may-not-lead': () => 'We have noted that you saw this. You may not take command, so the paging goes on until somebody does who may.',
  over: () => 'This crisis is over. You need do nothing.',
  seen: () => 'We have noted that you saw this.',
  proven: () => 'It works: you will be paged this way.',
}

async function find(deps: Deps, token: string): Promise<Shown | undefined> {
  const claims = readPageToken(deps, token)
  if (!claims) return undefined
  const {
    rows: [row],
  } = await sql<Row>`
    select p.reason, p.detail, p.clock, (select id from updates where crisis_id = c.id and class = 'update' and status = 'published' order by sequence desc limit 1) as last, c.id, c.number, c.title, c.severity, c.onset_at as "onsetAt", p.practice, (t.totals->>'accounts')::int as accounts,
           ${mayLeadSql(sql`p.person`)} as "mayLead", case when c.status <> 'declared' then l.name end as leader,
           c.status <> 'declared' and c.commander = p.person as leads
      from pages p left join crises c on c.id = p.crisis_id left join impact_totals t on t.crisis_id = c.id left join auth_user l on l.id = c.commander
     where p.id = ${claims.g} and p.person = ${claims.u}`.execute(deps.db)
  if (!row) return undefined
  const { reason, detail, mayLead, leader, leads, id, clock, last, ...crisis } = row
  return { claims, reason, detail, mayLead, leader, clock, last, leads: leads === true, crisis: id ? { id, ...crisis } : null }
}
type Row = Omit<NonNullable<PageAbout['crisis']>, 'id'> &
  Pick<PageAbout, 'reason' | 'detail' | 'mayLead'> & {
    id: string | null
    leader: string | null
    leads: boolean | null
    clock: string | null
    last: string | null
  }

/** What is still to be done is what the button says: nobody is asked to take what somebody has. */
const askPage = (deps: Deps, page: Shown) => {
  const led = page.reason === 'escalation' && page.leader
  const lines = linesOf(page).map((line) => `<p>${escaped(line)}</p>`)
  const about = `<h2>${escaped(headingOf(page.reason))}</h2>${lines.join('')}`
  if (led && page.leads) return personPage(`${about}<p class="state state-none" role="status">You are in command.</p>${roomLink(deps, page)}`)
  const ask = `<p><b>${escaped(led ? `${page.leader} leads already.` : askOf(page))}</b></p>`
  return personPage(
    `${about}${ask}<form method="post"><button>${escaped(led ? 'I have seen it' : buttonOf(page))}</button></form>${holdingLinkOf(deps, page)}${roomLink(deps, page)}`,
  )
}
const gonePage = () => personPage('<p class="state state-minor">This link is no longer valid. Sign in to Leeward to see what is going on.</p>')
/** A promise that a message would keep: the message is one step away. */
const holdingLinkOf = (deps: Deps, { clock, crisis, last, claims }: Shown) =>
  clock && crisis ? `<p><a href="${escaped(holdingLink(deps, { c: crisis.id, u: claims.u, g: claims.g, a: last }))}">${holdingLabel}</a></p>` : ''
const roomLink = ({ config }: Deps, { crisis }: Shown) =>
  crisis ? `<p><a href="${escaped(`${config.consoleUrl}/crises/${crisis.id}`)}">Open the crisis room</a></p>` : ''
