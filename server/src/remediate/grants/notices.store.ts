// Telling customers what they were given: before they ask, once, and only what is applied or certain to be on their next invoice.
import { sql } from 'kysely'
import { planDeliveries } from '../../communicate/deliveries/deliveries.plan.ts'
import { crisisNow, type Deps } from '../../deps.ts'
import { newId, isPracticeId } from '../../platform/ids.ts'

type Tx = Parameters<typeof planDeliveries>[0]
type Notice = { crisisId: string; actor: string; at: Date }

/** A notice to the affected is a message of its own class, planned like an update, but not shown on the status page. @returns its id */
export async function planNotice(
  tx: Tx,
  { crisisId, actor, at }: Notice,
  kind: 'remedy-notice' | 'sign-off-request',
  title: string,
  id = newId(at, isPracticeId(crisisId)),
) {
  const { numAffectedRows } = await sql`
    insert into updates (id, crisis_id, practice, class, status, phase, author, created_at, published_at)
    select ${id}::uuid, id, practice, ${kind}, 'published', 'resolved', ${actor}, ${at}::timestamptz, ${at}::timestamptz from crises where id = ${crisisId}`.execute(
    tx,
  )
  if (!numAffectedRows) throw new Error(`There is no crisis ${crisisId}.`)
  await sql`insert into update_texts (update_id, locale, parts) select ${id}, 'en', jsonb_build_object('title', ${title}::text)`.execute(tx)
  await planDeliveries(tx, id, at)
  return id
}

/**
 * Tells those for whom all that a plan gave them is settled: applied by a provider, or in the hands of people. One notice an account, whatever it got;
 * who waits for a provider is told when it answers. What failed is not told: somebody looks at it first.
 * @returns how many lines were told of, and how many accounts still wait for a provider
 */
export async function tellGranted(deps: Pick<Deps, 'db' | 'clock'>, crisisId: string): Promise<{ told: number; waiting: number }> {
  const at = await crisisNow(deps, crisisId)
  return deps.db.transaction().execute(async (tx) => {
    const id = newId(at, isPracticeId(crisisId))
    await sql`select pg_advisory_xact_lock(hashtext('tell-granted'), hashtext(${crisisId}))`.execute(tx)
    const { numAffectedRows } = await sql`
      update payouts p set told_in = ${id}
       where p.crisis_id = ${crisisId} and p.told_in is null and (p.state = 'applied' or (p.state = 'approved' and p.payer_id is null))
         and exists (select from grants g where g.id = p.grant_id and ${ofAPlan})
         and not exists (select from payouts o where o.crisis_id = p.crisis_id and o.account_id = p.account_id and o.told_in is null and ${waits})`.execute(tx)
    const told = Number(numAffectedRows ?? 0)
    const { rows } = await sql<{ waiting: number }>`
      select count(distinct account_id)::int as waiting from payouts o where o.crisis_id = ${crisisId} and o.told_in is null and ${waits}`.execute(tx)
    if (told > 0) {
      await planNotice(tx, { crisisId, actor: 'leeward', at }, 'remedy-notice', 'Your credit', id)
      await sql`select graphile_worker.add_job('deliver-email', '{}'::json, job_key := 'deliver-email')`.execute(tx)
    }
    return { told, waiting: rows[0]?.waiting ?? 0 }
  })
}

/** Agents tell of their own goodwill; what is taken back is not told of. */
const ofAPlan = sql`g.plan_id is not null and g.reverses is null and not exists (select from grants r where r.reverses = g.id)`
const waits = sql`(o.state in ('executing', 'unknown') or (o.state = 'approved' and o.payer_id is not null))`

/** Reminds of gift cards that nobody used, each once, in a notice of its crisis. Of those of no crisis the agent knows, who gave them. @returns how many */
export async function tellReminders({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const { rows: crises } = await sql<{ crisisId: string }>`
    select distinct p.crisis_id as "crisisId" from gift_cards_reminded r join payouts p on p.grant_id = r.grant_id
     where r.told_in is null and r.planned_at is not null and p.crisis_id is not null`.execute(db)
  let reminded = 0
  for (const { crisisId } of crises) {
    const at = await crisisNow({ db, clock }, crisisId)
    await db.transaction().execute(async (tx) => {
      const id = newId(at, isPracticeId(crisisId))
      await sql`select pg_advisory_xact_lock(hashtext('tell-granted'), hashtext(${crisisId}))`.execute(tx)
      const { numAffectedRows } = await sql`
        update gift_cards_reminded r set told_in = ${id} from payouts p
         where p.grant_id = r.grant_id and p.crisis_id = ${crisisId} and r.told_in is null and r.planned_at is not null and p.state = 'applied'`.execute(tx)
      if (!numAffectedRows) return
      await planNotice(tx, { crisisId, actor: 'leeward', at }, 'remedy-notice', 'Your gift card', id)
      await sql`select graphile_worker.add_job('deliver-email', '{}'::json, job_key := 'deliver-email')`.execute(tx)
      reminded += Number(numAffectedRows)
    })
  }
  return reminded
}

/** Wakes the telling of every crisis that has something applied which its customer does not know of. */
export const wakeTelling = (db: Deps['db']) =>
  sql`
  select graphile_worker.add_job('tell-granted', json_build_object('crisisId', x.crisis_id), job_key := 'tell-granted/' || x.crisis_id, job_key_mode := 'preserve_run_at')
    from (select distinct p.crisis_id from payouts p join grants g on g.id = p.grant_id
           where p.told_in is null and p.state = 'applied' and p.crisis_id is not null and ${ofAPlan}) x`.execute(db)

/** The job: as long as a provider is still at it, it looks again in a minute. */
export async function tellGrantedAgain(deps: Pick<Deps, 'db' | 'clock'>, { crisisId }: { crisisId: string }) {
  const { waiting } = await tellGranted(deps, crisisId)
  if (waiting > 0)
    await sql`select graphile_worker.add_job('tell-granted', ${JSON.stringify({ crisisId })}::json, run_at := now() + interval '1 minute', job_key := ${`tell-granted/${crisisId}`})`.execute(
      deps.db,
    )
}
