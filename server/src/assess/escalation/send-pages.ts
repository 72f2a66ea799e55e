// Sends pages as soon as they are planned, over connections of their own: an update to a hundred thousand customers never stands before them.
import { randomUUID } from 'node:crypto'
import type { Channel } from '@leeward/email'
import type { Webhook } from '@leeward/webhook'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { unseal } from '../../platform/secrets/seal.ts'
import { pageLink } from './page-links.ts'
import { type PageAbout, pageMail, pageWebhook } from './page-message.ts'
import type { Try } from './page-tries.ts'
import { lost, type PageRow, settle, take } from './pages.store.ts'

/** Practice has senders of its own that lead nowhere. `atOnce`: how many are in the air at the same time. */
export type Pagers = { live: { email: Channel; webhook: Webhook }; practice: { email: Channel; webhook: Webhook }; atOnce: number }
type Said = Omit<Try, 'channel' | 'destination'>

/** Works until nothing is due, or until asked to stop. @returns how many calls were made */
export async function sendPages(deps: Deps, pagers: Pagers, signal: AbortSignal): Promise<number> {
  const { db, clock } = deps
  const owner = randomUUID()
  for (const page of await lost(db, clock()))
    await settle(db, page, null, { state: 'unknown', answer: 'the sender stopped before an answer was heard', at: clock() })
  let sent = 0
  while (!signal.aborted) {
    const wave = await take(db, owner, clock(), pagers.atOnce)
    if (wave.length === 0) return sent
    const about = await aboutPages(deps, wave)
    await Promise.all(wave.map(async (page) => settle(db, page, owner, await sendOne(deps, pagers, page, about))))
    sent += wave.length
  }
  return sent
}

async function sendOne(deps: Deps, pagers: Pagers, page: PageRow, about: Map<string, PageAbout & { secret: Buffer | null }>): Promise<Said> {
  const { clock, key, log, metrics } = deps
  const said = await attempt().catch((error: Error): Said => {
    log.error({ err: error, page: page.id }, 'a page could not be sent')
    return { state: 'failed', answer: 'this page could not be sent; the log has the details', at: clock() }
  })
  metrics.pages.inc({ channel: page.channel ?? 'none', state: said.state })
  return said

  async function attempt(): Promise<Said> {
    const { email, webhook } = page.practice ? pagers.practice : pagers.live
    const found = about.get(page.id)
    if (!found || !page.destination) return { state: 'failed', answer: 'there is no such person any more', at: clock() }
    if (page.channel === 'email') return { ...(await email.send(pageMail(found, page.destination))), at: clock() }
    if (!found.secret) return { state: 'failed', answer: 'this method was taken away', at: clock() }
    const { state, answer, retryAfterSeconds } = await webhook.send(pageWebhook(found, page.destination, unseal(key, found.secret), clock()))
    return { state, answer, at: clock(), ...(retryAfterSeconds ? { retryAfterSeconds } : {}) }
  }
}

type Row = {
  id: string
  name: string
  secret: Buffer | null
  crisisId: string | null
  number: string
  title: string
  severity: number
  onsetAt: Date
  practice: boolean
  accounts: number | null
  sender: string | null
  senderName: string | null
}

/** What each page is about, read at the moment it is sent: one select for all. */
async function aboutPages(deps: Deps, pages: PageRow[]): Promise<Map<string, PageAbout & { secret: Buffer | null }>> {
  const { rows } = await sql<Row>`
    select p.id, u.name, m.secret, c.id as "crisisId", c.number, c.title, c.severity, c.onset_at as "onsetAt", p.practice, (t.totals->>'accounts')::int as accounts,
           b.sender, b.sender_name as "senderName"
      from pages p join auth_user u on u.id = p.person left join contact_methods m on m.id = p.method_id
      left join crises c on c.id = p.crisis_id left join impact_totals t on t.crisis_id = c.id
      left join brands b on b.id = coalesce(c.brand_id, (select id from brands order by created_at limit 1))
     where p.id = any (${pages.map((page) => page.id)}::uuid[])`.execute(deps.db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const host = new URL(deps.config.consoleUrl).hostname
  return new Map(
    pages.flatMap((page): [string, PageAbout & { secret: Buffer | null }][] => {
      const row = byId.get(page.id)
      if (!row) return []
      const { crisisId, number, title, severity, onsetAt, practice, accounts } = row
      const method = page.reason === 'test' && page.methodId ? { m: page.methodId } : {}
      return [
        [
          page.id,
          {
            id: page.id,
            reason: page.reason,
            detail: page.detail,
            person: { name: row.name },
            crisis: crisisId ? { id: crisisId, number, title, severity, onsetAt, practice, accounts } : null,
            sender: { name: row.senderName ? `${row.senderName} (Leeward)` : 'Leeward', address: row.sender ?? `leeward@${host}` },
            roomUrl: `${deps.config.consoleUrl}/crises/${crisisId ?? ''}`,
            acknowledgeUrl: pageLink(deps, { g: page.id, u: page.person, ...method }),
            secret: row.secret,
          },
        ],
      ]
    }),
  )
}
