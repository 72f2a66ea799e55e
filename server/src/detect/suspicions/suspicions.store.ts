// Suspicions, for those who look after them.
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { candidates, playbooksInForce } from '../../prepare/playbooks/in-force.store.ts'
import { declareCrisis } from '../../stabilize/crisis/declare.ts'
import { witnessOf } from './evidence.ts'
import { suspicionStream } from './suspicion.facts.ts'
import type { DismissSuspicion, PromoteSuspicion, SuspicionsQuery, SuspicionView } from './suspicions.contract.ts'

type Row = Omit<SuspicionView, 'decidedBy' | 'playbook'> & { decidedBy: string | null }
type Asked = Pick<Deps, 'db' | 'shelf'>

/** The surest first, then the latest. */
export async function listSuspicions(
  deps: Asked,
  { state, before, limit }: z.output<typeof SuspicionsQuery>,
  only: string | null = null,
): Promise<SuspicionView[]> {
  const states = state === 'now' ? ['open', 'snoozed'] : [state]
  const { rows } = await sql<Row>`
    select s.id, b.slug as brand, s.practice, s.state, s.title, s.crisis_kind as "crisisKind", s.severity, s.confidence, s.witnesses, s.affected, s.raised_at as "raisedAt", s.last_at as "lastAt", s.ended_at as "endedAt",
           s.snoozed_until as "snoozedUntil", s.decided_by as "decidedBy", w.body as reason, case when c.id is not null then jsonb_build_object('id', c.id, 'number', c.number) end as crisis, e.*
      from suspicions s join brands b on b.id = s.brand_id left join crises c on c.id = s.crisis_id left join suspicion_words w on w.id = s.reason_id,
           lateral (select coalesce(min(e.at), s.raised_at) as since, coalesce(jsonb_agg(distinct jsonb_build_object('id', v.id, 'name', v.name)) filter (where v.id is not null), '[]') as services,
                           coalesce(array_agg(distinct e.region) filter (where e.region is not null), '{}') as regions,
                           coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'key', e.key, 'weight', e.weight, 'sentence', e.sentence, 'service', v.name, 'region', e.region, 'at', e.at, 'overAt', e.over_at)
                             order by e.over_at is not null, e.weight desc, e.at), '[]') as evidence
                      from suspicion_evidence e left join services v on v.id = e.service_id where e.suspicion_id = s.id) e
     where case when ${only}::uuid is not null then s.id = ${only} else s.state = any (${states}::text[]) and (${before ?? null}::timestamptz is null or s.raised_at < ${before ?? null}) end
     order by s.state = 'snoozed', case when s.state in ('open', 'snoozed') then s.confidence end desc nulls last, s.raised_at desc, s.id limit ${limit}`.execute(
    deps.db,
  )
  const name = await namesOf(
    deps,
    rows.map(({ decidedBy }) => decidedBy),
  )
  const plans = rows.length > 0 ? await playbooksInForce(deps) : []
  const planFor = (kind: string) => candidates(plans, kind)[0]?.playbook
  return rows.map((row) => ({
    ...row,
    playbook: suggested(planFor(row.crisisKind)),
    evidence: row.evidence.map((each) => ({ ...each, witness: witnessOf[each.kind], at: iso(each.at), overAt: each.overAt && iso(each.overAt) })),
    decidedBy: row.decidedBy === null ? null : name(row.decidedBy),
  }))
}
const suggested = (plan: { playbook: string; title: string } | undefined) => (plan ? { key: plan.playbook, title: plan.title } : null)
/** As jsonb has it, with another zone's spelling. */
const iso = (at: string) => new Date(at).toISOString()

export async function suspicionView(deps: Asked, id: string): Promise<SuspicionView> {
  const [view] = await listSuspicions(deps, { state: 'now', limit: 1 }, id)
  if (!view) throw new Refused('not-found', 'There is no such suspicion.')
  return view
}

export async function dismiss(
  { engine, clock }: Pick<Deps, 'engine' | 'clock'>,
  id: string,
  { reason, noise }: z.output<typeof DismissSuspicion>,
  by: string,
): Promise<void> {
  const [now, reasonId] = [clock(), newId(clock())]
  await engine.tell(
    suspicionStream(id),
    { type: 'Dismiss', reasonId, noise, by, now },
    {
      actor: by,
      onlyWithFacts: true,
      with: async (tx) => {
        await sql`insert into suspicion_words (id, body, author, written_at) values (${reasonId}, ${reason}, ${by}, ${now})`.execute(tx)
      },
    },
  )
}

/** A crisis with everything filled in that is known: title, kind, services and regions, since when, when it was noticed. One suspicion becomes one crisis, whoever presses at the same time. */
export async function promote(deps: Deps, id: string, given: z.output<typeof PromoteSuspicion>, by: string): Promise<{ crisisId: string; number: string }> {
  const found = await suspicionView(deps, id)
  const { title = found.title.slice(0, 200).toWellFormed(), kind = found.crisisKind, answers } = given
  const onsetAt = given.onsetAt ?? new Date(Math.min(Date.parse(found.since), deps.clock().getTime()))
  const severity = given.severity ?? found.severity
  const degree = kind === 'service-outage' ? ('down' as const) : ('degraded' as const)
  const regions = found.regions.length > 0 && found.evidence.every(({ region }) => region !== null) ? found.regions : null
  const declared = await declareCrisis(
    deps,
    {
      title,
      kind,
      practice: found.practice,
      brand: found.brand,
      scope: found.services.map((service) => ({ serviceId: service.id, regions, degree, since: null, until: null })),
      onsetAt,
      answers,
      severity: severity as 1 | 2 | 3 | 4,
      severityReason: given.severityReason || `What speaks for it: ${found.evidence.map(({ sentence }) => sentence).join(' ')}`.slice(0, 1_000).toWellFormed(),
    },
    by,
    { detectedAt: new Date(found.raisedAt), also: (crisisId, now) => [{ tell: suspicionStream(id), command: { type: 'Promote', crisisId, by, now } }] },
  )
  return { crisisId: declared.id, number: declared.number }
}
