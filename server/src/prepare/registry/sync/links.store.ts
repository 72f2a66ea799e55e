// Connections to providers: who made them, what they may read, how far they are. Keys are sealed, and never shown again.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../../deps.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { newId } from '../../../platform/ids.ts'
import { Refused } from '../../../platform/refused.ts'
import { seal, unseal } from '../../../platform/secrets/seal.ts'
import type { Link, LinkSettings } from './links.ts'
import type { SyncDeps } from './run-sync.ts'
import type { PutSyncLink, SyncLinkView } from './sync.contract.ts'

type Row = { id: string; provider: Link['provider']; settings: LinkSettings; sealed: Buffer }
const open = (key: Buffer, { sealed, ...row }: Row): Link => ({ ...row, ...(JSON.parse(unseal(key, sealed)) as { token: string; hookSecret: string | null }) })

/** Connections with something to do, whose provider is not being left alone. */
export async function dueLinks({ db, key, clock }: SyncDeps): Promise<Link[]> {
  const { rows } = await sql<Row>`
    select id, provider, settings, sealed from sync_links l
     where removed_at is null and state = 'on' and (due_at is null or due_at <= ${clock()})
       and (exists (select from sync_due d where d.link_id = l.id and d.heard_at <= ${clock()}) or exists (select from sync_runs r where r.link_id = l.id and r.state = 'running')
            or (settings->>'mergeBy' = 'itself' and exists (select from account_doubles d where d.link_id = l.id and d.state = 'open' and d.sure)))`.execute(db)
  return rows.map((row) => open(key, row))
}

export async function linkOf({ db, key }: Pick<Deps, 'db' | 'key'>, id: string): Promise<Link> {
  const { rows } = await sql<Row>`select id, provider, settings, sealed from sync_links where id = ${id} and removed_at is null`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such connection.')
  return open(key, rows[0])
}

export async function addLink({ db, key, clock }: Pick<Deps, 'db' | 'key' | 'clock'>, given: PutSyncLink, by: string): Promise<string> {
  if (!given.token) throw new Refused('not-valid', 'token: give the key with which Leeward may read there.')
  const [id, brand] = [newId(clock()), await brandOf(db, given)]
  await sql`
    insert into sync_links (id, provider, name, brand_id, settings, sealed, made_by, made_at)
    values (${id}, ${given.provider}, ${given.name}, ${brand}, ${JSON.stringify(settingsOf(given))}::jsonb, ${seal(key, JSON.stringify({ token: given.token, hookSecret: given.hookSecret ?? null }))}, ${by}, ${clock()})`.execute(
    db,
  )
  return id
}

/** Keys that are not given again stay. */
export async function changeLink(deps: Pick<Deps, 'db' | 'key'>, id: string, given: PutSyncLink): Promise<void> {
  const before = await linkOf(deps, id)
  if (before.provider !== given.provider) throw new Refused('not-valid', 'provider: a connection stays with its provider. Make a new one.')
  const secrets = { token: given.token ?? before.token, hookSecret: given.hookSecret === undefined ? before.hookSecret : given.hookSecret }
  await sql`
    update sync_links set name = ${given.name}, brand_id = ${await brandOf(deps.db, given)}, settings = ${JSON.stringify(settingsOf(given))}::jsonb, sealed = ${seal(deps.key, JSON.stringify(secrets))},
           due_at = null, tries = 0, waiting_why = null where id = ${id} and removed_at is null`.execute(deps.db)
}

const settingsOf = ({ provider, shop, version, keyField, mergeBy, ordersOf, url }: PutSyncLink): LinkSettings => ({
  ...{ keyField, mergeBy, ordersOf },
  ...(provider === 'shopify' && shop ? { shop, version } : {}),
  ...(url ? { url } : {}),
})

async function brandOf(db: Db, { brand, ordersOf, provider, shop }: PutSyncLink): Promise<string> {
  if (provider === 'shopify' && !shop) throw new Refused('not-valid', 'shop: name the shop, such as acme.myshopify.com.')
  const { rows } = await sql<{ id: string; known: boolean }>`
    select id, ${ordersOf}::text is null or exists (select from services v where v.brand_id = b.id and v.key = ${ordersOf}) as known from brands b where slug = ${brand}`.execute(
    db,
  )
  if (!rows[0]) throw new Refused('not-valid', 'brand: there is no such brand.')
  if (!rows[0].known) throw new Refused('not-valid', 'ordersOf: this brand has no such service.')
  return rows[0].id
}

/** What was read stays. */
export async function removeLink({ db, clock }: Pick<Deps, 'db' | 'clock'>, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`update sync_links set removed_at = ${clock()}, sealed = '' where id = ${id} and removed_at is null`.execute(tx)
    if (!numAffectedRows) throw new Refused('not-found', 'There is no such connection.')
    await sql`update sync_runs set state = 'failed', failure = 'The connection was removed.', finished_at = ${clock()} where link_id = ${id} and state = 'running'`.execute(
      tx,
    )
    await sql`delete from sync_due where link_id = ${id}`.execute(tx)
  })
}

export async function pauseLink(db: Db, id: string, paused: boolean): Promise<void> {
  const { numAffectedRows } = await sql`update sync_links set state = ${paused ? 'paused' : 'on'} where id = ${id} and removed_at is null`.execute(db)
  if (!numAffectedRows) throw new Refused('not-found', 'There is no such connection.')
}

type Listed = Omit<SyncLinkView, 'madeBy' | 'hookUrl' | 'run'> &
  LinkSettings & { madeBy: string; sealed: Buffer; run: (NonNullable<SyncLinkView['run']> & { startedBy: string }) | null }
export async function listLinks(deps: Pick<Deps, 'db' | 'key' | 'config'>, only: string | null = null): Promise<SyncLinkView[]> {
  const { rows } = await sql<Listed>`
    select l.id, l.name, l.provider, b.slug as brand, l.settings->>'shop' as shop, l.settings->>'version' as version, l.settings->>'keyField' as "keyField", l.settings->>'mergeBy' as "mergeBy",
           l.settings->>'ordersOf' as "ordersOf", l.settings->>'url' as url, l.sealed, l.state, l.due_at as "waitsUntil", l.waiting_why as "waitsWhy", l.heard_at as "heardAt", l.made_by as "madeBy", l.made_at as "madeAt",
           (select count(*) from sync_due d where d.link_id = l.id)::int as due, (select count(*) from sync_problems p where p.link_id = l.id)::int as problems,
           (select count(*) from account_doubles d where d.link_id = l.id and d.state = 'open')::int as doubles,
           (select json_build_object('state', r.state, 'stage', r.stage, 'failure', r.failure, 'startedBy', r.started_by, 'startedAt', r.started_at, 'finishedAt', r.finished_at, 'counts',
                   coalesce((select json_agg(json_build_object('subject', k.subject, 'read', k.read, 'added', k.added, 'changed', k.changed, 'same', k.same, 'bad', k.bad) order by k.subject)
                               from sync_counts k where k.link_id = l.id and k.run_id = r.id), '[]'))
              from sync_runs r where r.link_id = l.id order by r.nth desc limit 1) as run
      from sync_links l join brands b on b.id = l.brand_id
     where l.removed_at is null and (${only}::uuid is null or l.id = ${only}) order by lower(l.name), l.id limit 1000`.execute(deps.db)
  const name = await namesOf(
    deps,
    rows.flatMap(({ madeBy, run }) => [madeBy, run?.startedBy]),
  )
  return rows.map(({ sealed, madeBy, run, ...row }) => ({
    ...row,
    signed: (JSON.parse(unseal(deps.key, sealed)) as { hookSecret: string | null }).hookSecret !== null,
    madeBy: name(madeBy),
    hookUrl: `${deps.config.consoleUrl}/api/sync-hooks/${row.id}`,
    run: run && { ...run, startedBy: name(run.startedBy) },
  })) as SyncLinkView[]
}

export async function linkView(deps: Pick<Deps, 'db' | 'key' | 'config'>, id: string): Promise<SyncLinkView> {
  const [view] = await listLinks(deps, id)
  if (!view) throw new Refused('not-found', 'There is no such connection.')
  return view
}

export async function listProblems(db: Db, id: string) {
  const { rows } = await sql<{ subject: string; externalId: string; reason: string; seenAt: Date }>`
    select subject, external_id as "externalId", reason, seen_at as "seenAt" from sync_problems where link_id = ${id} order by id desc limit 200`.execute(db)
  return rows
}
