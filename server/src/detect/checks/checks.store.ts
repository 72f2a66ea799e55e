// Checks: set up, asked when their time has come, heard; what they find is told to suspicions once.
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { placed } from '../signals/sources.store.ts'
import type { Evidence, EvidenceKind } from '../suspicions/evidence.ts'
import { weights } from '../suspicions/alerts.store.ts'
import { endEvidence, takeEvidence } from '../suspicions/take-evidence.store.ts'
import { CheckTarget, type CheckView, type PutCheck } from './checks.contract.ts'
import type { Probe } from './probe.ts'

const atOnce = 20
/** A failure is looked at again soon, before anybody is bothered. */
const againSeconds = 10
const hashOf = (key: string) => createHash('sha256').update(key).digest()

type Row = Omit<CheckView, 'createdBy' | 'target'> & { createdBy: string; target: unknown }
export async function listChecks(deps: Pick<Deps, 'db'>, only: string | null = null): Promise<CheckView[]> {
  const { rows } = await sql<Row>`
    select c.id, c.name, b.slug as brand, c.practice, c.target, v.key as service, c.region, c.severity, c.every_seconds as "everySeconds", c.retries, c.state, c.sentence, c.took_ms as "tookMs", c.failures,
           c.last_at as "lastAt", c.changed_at as "changedAt", c.created_by as "createdBy", c.created_at as "createdAt"
      from checks c join brands b on b.id = c.brand_id left join services v on v.id = c.service_id
     where c.removed_at is null and (${only}::uuid is null or c.id = ${only}) order by c.state <> 'down', lower(c.name), c.id limit 5000`.execute(deps.db)
  const name = await namesOf(
    deps,
    rows.map(({ createdBy }) => createdBy),
  )
  return rows.map((row) => ({ ...row, target: CheckTarget.parse(row.target), createdBy: name(row.createdBy) }))
}

export async function checkView(deps: Pick<Deps, 'db'>, id: string): Promise<CheckView> {
  const [view] = await listChecks(deps, id)
  if (!view) throw new Refused('not-found', 'There is no such check.')
  return view
}

/** @returns of a heartbeat the key, which is stored nowhere */
export async function addCheck({ db, clock }: Pick<Deps, 'db' | 'clock'>, given: PutCheck, by: string): Promise<{ id: string; key: string | null }> {
  const [id, now] = [newId(clock()), clock()]
  const key = given.target.kind === 'heartbeat' ? randomBytes(16).toString('hex') : null
  const { brandId, serviceId } = await placed(db, given)
  await sql`
    insert into checks (id, brand_id, practice, name, target, service_id, region, severity, every_seconds, retries, hash, next_at, created_by, created_at)
    values (${id}, ${brandId}, ${given.practice}, ${given.name}, ${JSON.stringify(given.target)}::jsonb, ${serviceId}, ${given.region}, ${given.severity}, ${given.everySeconds}, ${given.retries},
            ${key ? hashOf(key) : null}, ${now}, ${by}, ${now})`.execute(db)
  return { id, key }
}

export async function changeCheck({ db, clock }: Pick<Deps, 'db' | 'clock'>, id: string, given: PutCheck): Promise<void> {
  const { serviceId, brandId } = await placed(db, given)
  const { numAffectedRows } = await sql`
    update checks set name = ${given.name}, target = ${JSON.stringify(given.target)}::jsonb, service_id = ${serviceId}, region = ${given.region}, severity = ${given.severity}, every_seconds = ${given.everySeconds},
           retries = ${given.retries}, next_at = ${clock()}
     where id = ${id} and brand_id = ${brandId} and practice = ${given.practice} and target->>'kind' = ${given.target.kind} and removed_at is null`.execute(db)
  if (!numAffectedRows)
    throw new Refused('not-found', 'There is no such check of this brand. What kind it is, its brand, and whether it is of an exercise stay as they are.')
}

/** What spoke for trouble because of it is over. */
export async function removeCheck(deps: Pick<Deps, 'db' | 'clock' | 'engine'>, id: string): Promise<void> {
  const { rows } = await sql<{ brandId: string; practice: boolean; kind: CheckTarget['kind'] }>`
    update checks set removed_at = ${deps.clock()} where id = ${id} and removed_at is null returning brand_id as "brandId", practice, target->>'kind' as kind`.execute(
    deps.db,
  )
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such check.')
  await endEvidence(deps, row, evidenceOf(row.kind), `check/${id}`)
}

/** Something says that it is alive. Only it has the key. */
export async function hear({ db, clock }: Pick<Deps, 'db' | 'clock'>, key: string): Promise<void> {
  const { numAffectedRows } = await sql`
    update checks set last_at = ${clock()}, state = 'up', failures = 0, sentence = 'It is alive.', changed_at = case when state = 'up' then changed_at else ${clock()} end
     where hash = ${hashOf(key)} and removed_at is null`.execute(db)
  if (!numAffectedRows) throw new Refused('not-found', 'No heartbeat has this address. Take the one that was shown when it was made.')
}

/** Asks those whose time has come, a bounded number at once; whoever dies in between leaves them for the next time. @returns how many */
export async function runChecks({ db, clock }: Pick<Deps, 'db' | 'clock'>, probe: Probe): Promise<number> {
  const now = clock()
  const { rows } = await sql<{ id: string; target: unknown; everySeconds: number; retries: number }>`
    update checks set next_at = ${now}::timestamptz + make_interval(secs => every_seconds)
     where id in (select id from checks where removed_at is null and next_at <= ${now} and target->>'kind' <> 'heartbeat' order by next_at limit ${atOnce} for update skip locked)
    returning id, target, every_seconds as "everySeconds", retries`.execute(db)
  await Promise.all(
    rows.map(async ({ id, target, everySeconds, retries }) => {
      const { ok, sentence, weight, tookMs } = await probe(CheckTarget.parse(target))
      await sql`
        update checks set last_at = ${now}, sentence = ${sentence}, took_ms = ${tookMs}, weight = ${weight ?? null}, failures = case when ${ok} then 0 else failures + 1 end,
               state = case when ${ok} then 'up' when failures >= ${retries} then 'down' else state end,
               changed_at = case when ${ok} and state = 'up' or not ${ok} and (state = 'down' or failures < ${retries}) then changed_at else ${now} end,
               next_at = case when not ${ok} and failures < ${retries} then ${now}::timestamptz + make_interval(secs => ${Math.min(everySeconds, againSeconds)}) else next_at end
         where id = ${id}`.execute(db)
    }),
  )
  return rows.length
}

/** Somebody who has not looked for so long was away. */
const awaySeconds = 120
/** So often it is noted that somebody looks. */
const notedSeconds = 10
/** What stays silent for longer than it may is down. Its time runs while somebody listens. */
export const missHeartbeats = ({ db, clock }: Pick<Deps, 'db' | 'clock'>) =>
  sql`
    with looked as (
      update heartbeat_watch set since = case when looked_at > ${clock()}::timestamptz - make_interval(secs => ${awaySeconds}) then since else ${clock()} end, looked_at = ${clock()}
       where looked_at is null or looked_at < ${clock()}::timestamptz - make_interval(secs => ${notedSeconds}) returning since),
    listening as (select coalesce((select since from looked), since) as since from heartbeat_watch)
    update checks set state = 'down', failures = 1, changed_at = ${clock()}, sentence = 'It was last heard at ' || to_char(last_at at time zone 'UTC', 'HH24:MI') || ' UTC.'
     where removed_at is null and target->>'kind' = 'heartbeat' and state = 'up'
       and greatest(last_at, (select since from listening)) + make_interval(secs => every_seconds + (target->>'graceSeconds')::int) < ${clock()}`.execute(db)

type Untold = {
  id: string
  brandId: string
  practice: boolean
  name: string
  kind: CheckTarget['kind']
  state: 'up' | 'down'
  sentence: string
  weight: number | null
  told: string
  at: Date
} & Pick<PutCheck, 'severity' | 'region'> & { serviceId: string | null }

/** Tells suspicions what has changed; told again after a kill, it changes nothing. */
export async function tellChecks(deps: Deps): Promise<void> {
  const { rows } = await sql<Untold>`
    select c.*, c.state || coalesce('/' || c.weight, '') as told from (
      select id, brand_id as "brandId", practice, name, target->>'kind' as kind, state, coalesce(sentence, '') as sentence, weight, severity, region, service_id as "serviceId", coalesce(changed_at, last_at) as at, told as before
        from checks where removed_at is null and state <> 'unknown') c
     where c.before is distinct from c.state || coalesce('/' || c.weight, '') limit 200`.execute(deps.db)
  for (const check of rows) {
    const [kind, key] = [evidenceOf(check.kind), `check/${check.id}`]
    if (check.state === 'down') await takeEvidence(deps, check, downOf(check, kind, key))
    else await endEvidence(deps, check, kind, key)
    await sql`update checks set told = ${check.told} where id = ${check.id}`.execute(deps.db)
  }
}

const evidenceOf = (kind: CheckTarget['kind']): EvidenceKind => (kind === 'heartbeat' ? 'silence' : kind === 'statuspage' ? 'supplier' : 'alert')

const downOf = ({ name, sentence, severity, weight, serviceId, region, at }: Untold, kind: EvidenceKind, key: string): Evidence => ({
  ...{ kind, key, size: 1, service: serviceId, region, at },
  weight: weight ?? weights[severity],
  sentence: `${kind === 'silence' ? `${name} has gone silent` : `Our check “${name}” fails`}. ${sentence}`,
  topic: name,
  title: kind === 'silence' ? `${name} has gone silent` : kind === 'supplier' ? `${name} reports trouble` : `Check fails: ${name}`,
})
