// The accounts of an owner that a crisis hurts: whom to call first, what each was told, gets and asked; and what came of the calls.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { crisisNow, type Deps, namesOf } from '../../deps.ts'
import { mayPutOff } from '../../detect/health/outreach.ts'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { Refused } from '../../platform/refused.ts'
import { noteCall } from '../calls/calls.store.ts'
import { shownTime } from '../frame/html.ts'
import { languageOf } from '../frame/strings.ts'
import type { Parts } from '../updates/updates.contract.ts'
import type { NoteOwnerCall, OwnedAccount, OwnerCall, OwnerQuery, OwnerScript } from './owners.contract.ts'
import { asText, points, scriptOf, whyFirst } from './script.ts'

type Asked = Omit<z.output<typeof OwnerQuery>, 'cursor'> & { cursor?: string | undefined; mine: string }
type StoredCall = Omit<z.output<typeof OwnerCall>, 'by'> & { by: string }
type Row = Omit<OwnedAccount, 'why' | 'lastCall'> & { points: number; mrr: number; lastCall: StoredCall | null }

const current = (crisisId: string) =>
  sql`(select id from updates where crisis_id = ${crisisId} and class = 'update' and status = 'published' order by sequence desc limit 1)`
const worth = sql`(case when a.vulnerability is not null then ${points.vulnerable} else 0 end + case when h.score < 50 then ${points.highRisk} when h.score < 75 then ${points.risk} else 0 end
  + case when a.tier = 'enterprise' then ${points.enterprise} else 0 end + case when i.degree = 'down' then ${points.down} else 0 end)`
const reached = (crisisId: string) =>
  sql`exists (select from account_calls c where c.crisis_id = ${crisisId} and c.account_id = a.id and c.update_id = u.id and c.outcome = 'reached')`
const callJson = sql`jsonb_build_object('outcome', c.outcome, 'current', c.update_id = u.id, 'note', c.note, 'nextStep', c.next_step, 'nextOn', c.next_on, 'by', c.called_by, 'at', c.called_at)`

const from = (crisisId: string, { owner, open, mine }: Pick<Asked, 'owner' | 'open' | 'mine'>) => sql`
  from impact i join accounts a on a.id = i.account_id and a.merged_into is null left join account_health h on h.account_id = a.id left join lateral (select id from updates where id = ${current(crisisId)}) u on true
 where i.crisis_id = ${crisisId} and ${whose(owner, mine)} and ${open ? sql`not ${reached(crisisId)}` : sql`true`}`
function whose(owner: string, mine: string): RawBuilder<unknown> {
  if (owner === 'all') return sql`true`
  return owner === 'nobody' ? sql`a.owner_email is null` : sql`lower(a.owner_email) = lower(${owner === 'mine' ? mine : owner})`
}

/** The vulnerable first, then whom we may lose, enterprise, those for whom nothing works; of equals the largest. */
export async function listOwned({ db }: Pick<Deps, 'db'>, crisisId: string, asked: Asked) {
  const after = fromCursor<[number, number, number]>(asked.cursor, ['number', 'number', 'number'])
  const { rows } = await sql<Row>`
    select * from (
      select a.id as "accountId", a.key, a.name, a.tier, a.vulnerability, a.owner_email as "ownerEmail", jsonb_build_object('amountMinor', a.mrr_minor, 'currency', a.currency) as revenue, a.mrr_minor as mrr, a.time_zone as "timeZone",
             i.since, i.until, i.degree, h.score, ${worth} as points, u.id as current
        ${from(crisisId, asked)}) n
      cross join lateral (
        select coalesce((select jsonb_agg(jsonb_build_object('name', k.name, 'position', k.position, 'phone', k.phone, 'email', k.email)) from (select * from contacts where account_id = n."accountId" order by (phone is null), id limit 5) k), '[]') as people,
               coalesce((select jsonb_agg(jsonb_build_object('title', t.title, 'at', t.at, 'channel', t.channel, 'state', t.state, 'current', t.update_id = n.current)) from (
                 select coalesce(said_in(p.id, 'en')->>'title', '') as title, p.published_at as at, d.channel, d.state::text, d.update_id from updates p join deliveries d on d.update_id = p.id
                  where p.crisis_id = ${crisisId} and p.published_at is not null and d.account_id = n."accountId" order by p.published_at desc, d.id desc limit 6) t), '[]') as told,
               coalesce((select jsonb_agg(jsonb_build_object('remedy', g.remedy, 'amountMinor', g.amount_minor, 'currency', g.currency, 'state', p.state) order by g.id) from grants g join payouts p on p.grant_id = g.id where g.crisis_id = ${crisisId} and g.account_id = n."accountId"), '[]') as owed,
               (select count(*)::int from conversations c where c.account_id = n."accountId" and c.state in ('open', 'waiting', 'snoozed')) as "openConversations",
               (select ${callJson} from account_calls c left join updates u on u.id = n.current where c.crisis_id = ${crisisId} and c.account_id = n."accountId" order by c.id desc limit 1) as "lastCall") more
     where ${after ? sql`(-points, -mrr, "accountId") > (${-after[0]}::int, ${-after[1]}::bigint, ${after[2]}::bigint)` : sql`true`} order by -points, -mrr, "accountId" limit ${asked.limit + 1}`.execute(
    db,
  )
  const page = toPage(rows, asked.limit, ({ points: of, mrr, accountId }) => [of, mrr, accountId])
  const person = await namesOf(
    { db },
    page.items.map(({ lastCall }) => lastCall?.by),
  )
  const { rows: counts } = await sql<{
    count: number
    reached: number
  }>`select count(*)::int as count, count(*) filter (where ${reached(crisisId)})::int as reached ${from(crisisId, asked)}`.execute(db)
  return {
    ...(counts[0] as { count: number; reached: number }),
    next: page.next,
    items: page.items.map(({ lastCall, ...row }) => ({ ...row, why: whyFirst(row), lastCall: lastCall && { ...lastCall, by: person(lastCall.by) } })),
  }
}

type Hurt = { name: string; locale: string; zone: string; practice: boolean }
async function hurt(db: Db, crisisId: string, accountId: number): Promise<Hurt> {
  const { rows } = await sql<Hurt>`
    select a.name, a.locale, a.time_zone as zone, a.practice from impact i join accounts a on a.id = i.account_id where i.crisis_id = ${crisisId} and i.account_id = ${accountId}`.execute(
    db,
  )
  if (!rows[0]) throw new Refused('not-found', 'This crisis does not hurt an account of this number.')
  return rows[0]
}

type Said = { id: string; phase: string; nextUpdateAt: Date | null; parts: Parts; locale: string }
async function saidNow(db: Db, crisisId: string, locale: string): Promise<Said> {
  const { rows } = await sql<Said>`
    select u.id, u.phase, u.next_update_at as "nextUpdateAt", said_in(u.id, ${locale}) as parts,
           (select t.locale from update_texts t where t.update_id = u.id order by t.locale = ${locale} desc, split_part(t.locale, '-', 1) = split_part(${locale}, '-', 1) desc, t.locale = 'en' desc, t.locale limit 1) as locale
      from updates u where u.id = ${current(crisisId)}`.execute(db)
  if (!rows[0]) throw new Refused('out-of-order', 'Nothing is published yet: nobody is told by phone what is not in an update. Publish one first.')
  return rows[0]
}

export async function scriptFor({ db, clock }: Pick<Deps, 'db' | 'clock'>, crisisId: string, accountId: number): Promise<OwnerScript> {
  await crisisNow({ db, clock }, crisisId)
  const { locale, zone } = await hurt(db, crisisId, accountId)
  const said = await saidNow(db, crisisId, locale)
  const script = scriptOf(said, said.locale, (at) => shownTime(at, languageOf(said.locale), zone))
  const { rows } = await sql<StoredCall>`
    select c.outcome, c.update_id = ${said.id} as current, c.note, c.next_step as "nextStep", c.next_on::text as "nextOn", c.called_by as by, c.called_at as at from account_calls c where c.crisis_id = ${crisisId} and c.account_id = ${accountId} order by c.id desc limit 50`.execute(
    db,
  )
  const person = await namesOf(
    { db },
    rows.map(({ by }) => by),
  )
  return { updateId: said.id, language: said.locale, ...script, calls: rows.map(({ by, ...call }) => ({ ...call, by: person(by) })) }
}

/** Notes a call with the words that could be said in it. Where the call list has the account too, it is done there with this. */
export async function noteOwnerCall(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  crisisId: string,
  accountId: number,
  given: NoteOwnerCall,
  by: string,
): Promise<void> {
  const now = await crisisNow({ db, clock }, crisisId)
  if (given.nextOn !== null) mayPutOff(given.nextOn, now)
  const { locale, zone, practice } = await hurt(db, crisisId, accountId)
  const said = await saidNow(db, crisisId, locale)
  if (given.key !== undefined) {
    const { rows } = await sql<{ account: number }>`select account_id as account from account_calls where called_by = ${by} and key = ${given.key}`.execute(db)
    if (rows[0] && rows[0].account !== accountId) throw new Refused('changed-meanwhile', 'Another call was noted under this key.')
    if (rows[0]) return
  }
  if (said.id !== given.updateId)
    throw new Refused('changed-meanwhile', 'A newer update was published. Read it, then note the call: what you wrote is still here.')
  const script = asText(scriptOf(said, said.locale, (at) => shownTime(at, languageOf(said.locale), zone)))
  const { rows: listed } = await sql<{ id: number }>`
    select d.id from deliveries d where d.update_id = ${said.id} and d.channel = 'call' and d.account_id = ${accountId} and d.state in ('planned', 'deferred')`.execute(
    db,
  )
  for (const { id } of listed)
    await noteCall(db, crisisId, id, { outcome: given.outcome === 'message-left' ? 'no-answer' : given.outcome, note: given.note }, by, clock())
  await sql`
    insert into account_calls (crisis_id, account_id, practice, update_id, script, outcome, note, next_step, next_on, called_by, called_at, key)
    values (${crisisId}, ${accountId}, ${practice}, ${said.id}, ${script}, ${given.outcome}, ${given.note || null}, ${given.nextStep || null}, ${given.nextOn}::date, ${by}, ${now}, ${given.key ?? null})
    on conflict (called_by, key) where key is not null do nothing`.execute(db)
}
