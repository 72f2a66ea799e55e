// The desks that a company keeps: set up, changed, tested, taken away. What lets us in is sealed, and is told no other server than the one that it was entered for.
import { randomBytes } from 'node:crypto'
import { newSecret } from '@leeward/webhook'
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { hashOfKey } from '../../detect/signals/sources.store.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { wrongWithUrl } from '../../platform/outgoing/outgoing.ts'
import { Refused } from '../../platform/refused.ts'
import { seal, unseal } from '../../platform/secrets/seal.ts'
import { reopenBounced } from '../conversations/bounced.store.ts'
import { brandOf } from '../conversations/open.store.ts'
import type { Desk, DeskSecrets } from './desk.ts'
import type { AddDesk, ChangeDesk, DeskView } from './desks.contract.ts'
import { channelOf } from './in-desk.store.ts'

type Keeping = Pick<Deps, 'db' | 'key'>
type Row = Omit<Desk, 'secrets'> & { sealed: Buffer }
const columns = sql`d.id, d.key, d.kind, d.name, d.brand_id as "brandId", d.per_second as "perSecond", d.paused, d.settings, d.sealed`
const opened = (key: Buffer, { sealed, ...desk }: Row): Desk => ({ ...desk, secrets: JSON.parse(unseal(key, sealed)) as DeskSecrets })

export async function openDesks({ db, key }: Keeping): Promise<Desk[]> {
  const { rows } = await sql<Row>`select ${columns} from desks d where d.removed_at is null order by d.made_at`.execute(db)
  return rows.map((row) => opened(key, row))
}
export async function deskById({ db, key }: Keeping, id: string): Promise<Desk> {
  const { rows } = await sql<Row>`select ${columns} from desks d where d.id = ${id} and d.removed_at is null`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such desk.')
  return opened(key, rows[0])
}
export async function deskByHook({ db, key }: Keeping, hook: string): Promise<Desk> {
  const { rows } = /^[0-9a-f]{32}$/.test(hook)
    ? await sql<Row>`select ${columns} from desks d where d.hash = ${hashOfKey(hook)} and d.removed_at is null`.execute(db)
    : { rows: [] }
  if (!rows[0])
    throw new Refused('not-allowed', 'No desk has this address. Take the one that was shown when the desk was set up, or set it up anew under Settings.')
  return opened(key, rows[0])
}

/** @returns what is shown once */
export async function addDesk(
  { db, key, clock }: Deps,
  given: AddDesk,
  by: string,
): Promise<{ id: string; hook: string; theirSecret: string | null; ourSecret: string | null }> {
  mustFit(given.kind, given)
  const [id, hook, own] = [newId(clock()), randomBytes(16).toString('hex'), given.kind === 'webhook']
  const secrets: DeskSecrets = {
    secret: given.secret ?? (own ? newSecret() : undefined),
    token: given.token,
    email: given.email,
    ...(own ? { ours: newSecret() } : {}),
  }
  const wrong = wrongWithUrl(given.url)
  if (wrong) throw new Refused('not-valid', `url: ${wrong}.`)
  if (given.kind !== 'webhook' && !secrets.token) throw new Refused('not-valid', 'token: must be the token of an agent, or no reply could be written there.')
  if (given.kind === 'zendesk' && !secrets.secret)
    throw new Refused('not-valid', 'secret: must be the signing secret of the webhook in Zendesk, or nobody knows that it is Zendesk who speaks.')
  const brandId = await brandOf(db, given.brand)
  const { rows } = await sql`
    insert into desks (id, key, kind, name, brand_id, hash, sealed, settings, per_second, paused, made_by, made_at)
    values (${id}, ${given.key}, ${given.kind}, ${given.name}, ${brandId}, ${hashOfKey(hook)}, ${seal(key, JSON.stringify(secrets))}, ${settingsOf(given)}::jsonb, ${given.perSecond}, ${given.paused}, ${by}, ${clock()})
    on conflict (key) where removed_at is null do nothing returning 1`.execute(db)
  if (rows.length === 0) throw new Refused('already-done', 'A desk has this key already: choose another, or change that one.')
  return { id, hook, theirSecret: own ? (secrets.secret ?? null) : null, ourSecret: secrets.ours ?? null }
}

const settingsOf = ({ url, account, tellPriority, bothWays }: Pick<ChangeDesk, 'url' | 'account' | 'tellPriority' | 'bothWays'>) =>
  JSON.stringify({ url, ...(account ? { account } : {}), tellPriority, bothWays })

function mustFit(kind: Desk['kind'], { account, email }: Pick<ChangeDesk, 'account' | 'email'>): void {
  if (kind === 'chatwoot' && !account)
    throw new Refused('not-valid', 'account: must be the number of the account in Chatwoot; it stands in the address of its pages.')
  if (kind === 'zendesk' && !email) throw new Refused('not-valid', 'email: must be the address of the agent whose token it is.')
}

export async function changeDesk(deps: Deps, id: string, given: ChangeDesk): Promise<void> {
  const before = await deskById(deps, id)
  mustFit(before.kind, { ...given, email: given.email ?? before.secrets.email })
  const wrong = wrongWithUrl(given.url)
  if (wrong) throw new Refused('not-valid', `url: ${wrong}.`)
  if (new URL(given.url).host !== new URL(before.settings.url).host && before.kind !== 'webhook' && !given.token)
    throw new Refused('not-valid', `token: the one that is kept is for ${new URL(before.settings.url).host}. Enter the one for the new server.`)
  const secrets: DeskSecrets = {
    ...before.secrets,
    ...(given.token ? { token: given.token } : {}),
    ...(given.secret ? { secret: given.secret } : {}),
    ...(given.email ? { email: given.email } : {}),
  }
  await sql`
    update desks set name = ${given.name}, sealed = ${seal(deps.key, JSON.stringify(secrets))}, settings = ${settingsOf(given)}::jsonb, per_second = ${given.perSecond}, paused = ${given.paused}, test = null
     where id = ${id} and removed_at is null`.execute(deps.db)
}

/** Its conversations stay, and are answered from here from now on; what was still to be posted there is not, and comes back to whoever wrote it. */
export async function removeDesk({ db, clock }: Pick<Deps, 'db' | 'clock'>, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const now = clock()
    const { rows } = await sql<{
      key: string
    }>`update desks set removed_at = ${now}, sealed = ''::bytea where id = ${id} and removed_at is null returning key`.execute(tx)
    if (!rows[0]) throw new Refused('not-found', 'There is no such desk.')
    const { rows: stopped } = await sql<{ id: number }>`
      update reply_deliveries set state = 'cancelled', reason = 'desk-gone', answer = 'the desk was taken away', leased_by = null, leased_until = null, due_at = null, changed_at = ${now}
       where channel = ${channelOf(id)} and state in ('planned', 'queued', 'deferred') returning id`.execute(tx)
    await sql`update conversations set channel = 'email' where external->>'system' = ${rows[0].key} and external is not null and channel = 'api' and address like '%@%'`.execute(
      tx,
    )
    await sql`delete from desk_tellings where system = ${rows[0].key}`.execute(tx)
    await reopenBounced(
      tx,
      stopped.map((row) => row.id),
      now,
    )
  })
}

export const noteTest = (db: Db, id: string, test: { ok: boolean; says: string }, now: Date) =>
  sql`update desks set test = ${JSON.stringify({ ...test, at: now.toISOString() })}::jsonb where id = ${id}`.execute(db)

type Stored = Omit<DeskView, 'madeBy' | 'signed'> & { madeBy: string; sealed: Buffer }
export async function deskViews({ db, key }: Keeping, id?: string): Promise<DeskView[]> {
  const { rows } = await sql<Stored>`
    select d.id, d.key, d.kind, d.name, b.slug as brand, d.settings->>'url' as url, d.settings->>'account' as account, (d.settings->>'tellPriority')::boolean as "tellPriority", coalesce((d.settings->>'bothWays')::boolean, true) as "bothWays", d.per_second as "perSecond", d.paused,
           d.made_by as "madeBy", d.made_at as "madeAt", d.heard_at as "heardAt", d.test, d.sealed,
           (select count(*)::int from conversations c where c.external is not null and c.external->>'system' = d.key) as conversations, r.waiting, r.unknown, r.failed,
           (select count(*)::int from desk_tellings t where t.system = d.key and t.due_at is not null) as untold,
           coalesce((select l.answer from reply_deliveries l where l.channel = 'desk/' || d.id and l.state in ('planned', 'deferred', 'unknown', 'failed') and l.answer is not null order by l.changed_at desc limit 1),
                    (select t.answer from desk_tellings t where t.system = d.key and t.attempts > 0 limit 1)) as trouble
      from desks d join brands b on b.id = d.brand_id cross join lateral (
        select count(*) filter (where state in ('planned', 'queued', 'sending', 'deferred'))::int as waiting, count(*) filter (where state = 'unknown')::int as unknown, count(*) filter (where state in ('failed', 'bounced'))::int as failed
          from reply_deliveries l where l.channel = 'desk/' || d.id) r
     where d.removed_at is null and ${id ? sql`d.id = ${id}` : sql`true`} order by d.made_at, d.id`.execute(db)
  if (id && rows.length === 0) throw new Refused('not-found', 'There is no such desk.')
  const person = await namesOf(
    { db },
    rows.map(({ madeBy }) => madeBy),
  )
  return rows.map(({ sealed, madeBy, ...row }) => {
    const { secret, email } = JSON.parse(unseal(key, sealed)) as DeskSecrets
    return { ...row, madeBy: person(madeBy), email: email ?? null, signed: secret !== undefined }
  })
}
