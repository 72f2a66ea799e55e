// Evidence finds the suspicion that it belongs to, or is one; what is too weak alone waits a while for company.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { newId } from '../../platform/ids.ts'
import { GivenAnswers } from '../../assess/severity/severity.contract.ts'
import { Refused } from '../../platform/refused.ts'
import { playbookFor } from '../../prepare/playbooks/in-force.store.ts'
import { confidenceOf, type Evidence, homeOf, type Open, sameTopic, speaksForItself, togetherMs, worthRaising } from './evidence.ts'
import { weightNeeded } from '../../restore/watch/closely.store.ts'
import { suspicionStream } from './suspicion.facts.ts'
import { promote } from './suspicions.store.ts'

export type About = { brandId: string; practice: boolean }
/** Weak signs together have to say more than one strong one: each may be chance. */
const worthTogether = 0.5
/** Half as large again as what was called no trouble is another matter. */
const growth = 1.5
/** And so is what says so much more: an error where it was a warning, an outage where it was a hiccup. */
const graver = 0.15

/** Told one after the other by one process at a time (`watchLock`), so that two things of one cause never raise two suspicions. */
export async function takeEvidence(deps: Deps, about: About, evidence: Evidence): Promise<void> {
  if (await isQuiet(deps, about, evidence)) return
  const home = homeOf(evidence, await openOnes(deps, about, evidence))
  if (home) return support(deps, home, about, [evidence])
  const needed = await weightNeeded(deps.db, { service: evidence.service, practice: about.practice, at: deps.clock() })
  if (evidence.weight >= worthRaising * needed) return support(deps, newId(deps.clock()), about, [...(await company(deps, about, evidence)), evidence])
  const others = await company(deps, about, evidence)
  if (confidenceOf([...others, evidence].map((each) => ({ ...each, over: false }))) >= worthTogether * needed)
    return support(deps, newId(deps.clock()), about, [...others, evidence])
  await sql`
    insert into weak_signs (brand_id, practice, kind, key, body, at) values (${about.brandId}, ${about.practice}, ${evidence.kind}, ${evidence.key}, ${JSON.stringify(evidence)}::jsonb, ${evidence.at})
    on conflict (brand_id, practice, kind, key) do update set body = excluded.body, at = excluded.at`.execute(deps.db)
}

/** It is over: every suspicion that had it hears of it. */
export async function endEvidence(
  { db, engine, clock }: Pick<Deps, 'db' | 'engine' | 'clock'>,
  { brandId, practice }: About,
  kind: Evidence['kind'],
  key: string,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select s.id from suspicion_evidence e join suspicions s on s.id = e.suspicion_id
     where e.kind = ${kind} and e.key = ${key} and e.over_at is null and s.brand_id = ${brandId} and s.practice = ${practice} and s.state in ('open', 'snoozed', 'promoted')`.execute(
    db,
  )
  for (const { id } of rows) await engine.tell(suspicionStream(id), { type: 'EndEvidence', kind, key, now: clock() }, { actor: 'leeward' })
  await sql`delete from weak_signs where brand_id = ${brandId} and practice = ${practice} and kind = ${kind} and key = ${key}`.execute(db)
}

async function support(deps: Deps, id: string, about: About, evidence: Evidence[]): Promise<void> {
  const { db, engine, clock } = deps
  for (const each of evidence) {
    await engine.tell(suspicionStream(id), { type: 'Support', evidence: each, ...about, now: clock() }, { actor: 'leeward' })
    await sql`delete from weak_signs where brand_id = ${about.brandId} and practice = ${about.practice} and kind = ${each.kind} and key = ${each.key}`.execute(
      db,
    )
  }
  await declareByItself(deps, id)
}

/** Without a person, where the playbook says so. The first of the commanders is seated, and paged like for any other crisis. */
async function declareByItself(deps: Deps, id: string): Promise<void> {
  const { rows } = await sql<{ kind: string; confidence: number; witnesses: number }>`
    select crisis_kind as kind, confidence, witnesses from suspicions where id = ${id} and state = 'open'`.execute(deps.db)
  const [suspicion] = rows
  if (!suspicion || !speaksForItself(suspicion)) return
  const { playbook } = await playbookFor(deps, suspicion.kind)
  if (!playbook.detection.declaresByItself) return
  // Somebody was quicker: then it is a crisis already.
  await promote(deps, id, { answers: GivenAnswers.parse({}) }, 'leeward').catch((error) => {
    if (!(error instanceof Refused)) throw error
  })
}

async function isQuiet({ db, clock }: Pick<Deps, 'db' | 'clock'>, { brandId, practice }: About, { kind, key, size, weight }: Evidence): Promise<boolean> {
  const { rows } = await sql`
    select from quiet_patterns where brand_id = ${brandId} and practice = ${practice} and kind = ${kind} and key = ${key} and until > ${clock()} and size * ${growth} >= ${size} and weight + ${graver} > ${weight}::float8`.execute(
    db,
  )
  return rows.length > 0
}

/** Those that are open, and crises that came of one and go on: what belongs to them is told there. */
async function openOnes({ db }: Pick<Deps, 'db'>, { brandId, practice }: About, { kind, key }: Evidence): Promise<Open[]> {
  const { rows } = await sql<Open>`
    select s.id, s.last_at as "lastAt", array(select distinct e.service_id::text from suspicion_evidence e where e.suspicion_id = s.id and e.service_id is not null) as services,
           array(select e.kind || '/' || e.key from suspicion_evidence e where e.suspicion_id = s.id) as keys, array(select distinct e.topic from suspicion_evidence e where e.suspicion_id = s.id) as topics
      from suspicions s left join crises c on c.id = s.crisis_id
     where s.brand_id = ${brandId} and s.practice = ${practice} and (s.state in ('open', 'snoozed') or (s.state = 'promoted' and c.status in ('declared', 'commanded')))
     order by exists (select from suspicion_evidence e where e.suspicion_id = s.id and e.kind = ${kind} and e.key = ${key}) desc, s.last_at desc limit 200`.execute(
    db,
  )
  return rows
}

/** Weak signs of the last while that are about the same. */
async function company({ db }: Pick<Deps, 'db'>, { brandId, practice }: About, evidence: Evidence): Promise<Evidence[]> {
  const { rows } = await sql<{ body: Omit<Evidence, 'at'> & { at: string } }>`
    select body from weak_signs where brand_id = ${brandId} and practice = ${practice} and at > ${new Date(evidence.at.getTime() - togetherMs)}
       and not (kind = ${evidence.kind} and key = ${evidence.key}) order by at desc limit 100`.execute(db)
  return rows
    .map(({ body }) => ({ ...body, at: new Date(body.at) }))
    .filter(
      ({ service, topic }) =>
        (evidence.service !== null && service === evidence.service) || ((service === null || evidence.service === null) && sameTopic(topic, evidence.topic)),
    )
}
