// Sends pages as soon as they are planned, over connections of their own: an update to a hundred thousand customers never stands before them.
import { randomUUID } from 'node:crypto'
import type { Channel } from '@leeward/email'
import type { Webhook } from '@leeward/webhook'
import { sql } from 'kysely'
import { signersOf } from '../../communicate/senders/senders.store.ts'
import { approvalLink } from '../../communicate/updates/approval-links.ts'
import { holdingLink } from '../../communicate/updates/holding-links.ts'
import type { Deps } from '../../deps.ts'
import { domainOf } from '../../platform/email-address.ts'
import { unseal } from '../../platform/secrets/seal.ts'
import { mayLeadSql } from './acknowledge.ts'
import { pageLink } from './page-links.ts'
import { type PageAbout, pageMail, pageWebhook } from './page-message.ts'
import type { Try } from './page-tries.ts'
import { lost, type PageRow, settle, take } from './pages.store.ts'

/** Practice has senders of its own that lead nowhere. `atOnce`: how many are in the air at the same time. */
export type Pagers = { live: { email: Channel; webhook: Webhook }; practice: { email: Channel; webhook: Webhook }; atOnce: number }
type Said = Omit<Try, 'channel' | 'destination'>

/** Works until nothing is due, or until asked to stop; whoever answers slowly holds up one line, not the others. @returns how many calls were made */
export async function sendPages(deps: Deps, pagers: Pagers, signal: AbortSignal): Promise<number> {
  const { db, clock } = deps
  const owner = randomUUID()
  for (const page of await lost(db, clock()))
    await settle(db, page, null, { state: 'unknown', answer: 'the sender stopped before an answer was heard', at: clock() })
  let sent = 0
  const line = async (first?: PageRow) => {
    for (let page = first ?? (await take(db, owner, clock())); page; page = signal.aborted ? undefined : await take(db, owner, clock())) {
      await settle(db, page, owner, await sendOne(deps, pagers, page))
      sent += 1
    }
  }
  const first = signal.aborted ? undefined : await take(db, owner, clock())
  if (first) await Promise.all([line(first), ...Array.from({ length: pagers.atOnce - 1 }, () => line())])
  return sent
}

async function sendOne(deps: Deps, pagers: Pagers, page: PageRow): Promise<Said> {
  const { clock, key, log, metrics } = deps
  const said = await attempt().catch((error: Error): Said => {
    log.error({ err: error, page: page.id }, 'a page could not be sent')
    return { state: 'failed', answer: 'this page could not be sent; the log has the details', at: clock() }
  })
  metrics.pages.inc({ channel: page.channel ?? 'none', state: said.state })
  return said

  async function attempt(): Promise<Said> {
    const { email, webhook } = page.practice ? pagers.practice : pagers.live
    const found = await aboutPage(deps, page)
    if (!found || !page.destination) return { state: 'failed', answer: 'there is no such person any more', at: clock() }
    if (page.channel === 'email') {
      // Unsigned, it may end in spam while a crisis waits for somebody to lead.
      const domain = domainOf(found.sender.address)
      const dkim = (await signersOf(deps, [domain])).get(domain)
      return { ...(await email.send({ ...pageMail(found, page.destination), ...(dkim ? { dkim } : {}) })), at: clock() }
    }
    if (!found.secret) return { state: 'failed', answer: 'this method was taken away', at: clock() }
    const { state, answer, retryAfterSeconds } = await webhook.send(pageWebhook(found, page.destination, unseal(key, found.secret), clock()))
    return { state, answer, at: clock(), ...(retryAfterSeconds ? { retryAfterSeconds } : {}) }
  }
}

type Row = {
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
  mayLead: boolean
  seal: string | null
  last: string | null
}

/** What a page is about, read at the moment it is sent; undefined where its person is gone. */
async function aboutPage(deps: Deps, page: PageRow): Promise<(PageAbout & { secret: Buffer | null }) | undefined> {
  const {
    rows: [row],
  } = await sql<Row>`
    select u.name, m.secret, c.id as "crisisId", c.number, c.title, c.severity, c.onset_at as "onsetAt", p.practice, (t.totals->>'accounts')::int as accounts,
           b.sender, b.sender_name as "senderName", ${mayLeadSql(sql`p.person`)} as "mayLead",
           (select seal from updates where id = p.update_id) as seal,
           (select id from updates where crisis_id = c.id and class = 'update' and status = 'published' order by sequence desc limit 1) as last
      from pages p join auth_user u on u.id = p.person left join contact_methods m on m.id = p.method_id
      left join crises c on c.id = p.crisis_id left join impact_totals t on t.crisis_id = c.id
      left join brands b on b.id = coalesce(c.brand_id, (select id from brands order by created_at limit 1))
     where p.id = ${page.id}`.execute(deps.db)
  if (!row) return undefined
  const { crisisId, number, title, severity, onsetAt, practice, accounts, mayLead, secret } = row
  const method = page.reason === 'test' && page.methodId ? { m: page.methodId } : {}
  return {
    id: page.id,
    reason: page.reason,
    detail: page.detail,
    mayLead,
    person: { name: row.name },
    crisis: crisisId ? { id: crisisId, number, title, severity, onsetAt, practice, accounts } : null,
    sender: { name: row.senderName ? `${row.senderName} (Leeward)` : 'Leeward', address: row.sender ?? `leeward@${new URL(deps.config.consoleUrl).hostname}` },
    roomUrl: `${deps.config.consoleUrl}/crises/${crisisId ?? ''}`,
    acknowledgeUrl:
      page.updateId && row.seal
        ? approvalLink(deps, { d: page.updateId, u: page.person, s: row.seal, g: page.id })
        : pageLink(deps, { g: page.id, u: page.person, ...method }),
    ...(page.clock && crisisId ? { holdingUrl: holdingLink(deps, { c: crisisId, u: page.person, g: page.id, a: row.last }) } : {}),
    secret,
  }
}
