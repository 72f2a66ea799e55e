// The crisis room in a handful of reads; nothing in it is stored only for the screen.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { impactTotals } from '../../assess/impact/impact.totals.ts'
import { audienceOfClock } from '../../communicate/clocks/audience-clocks.ts'
import { insideKinds } from '../../communicate/clocks/clocks.contract.ts'
import { clocksOf } from '../../communicate/clocks/clocks.facts.ts'
import { byHand, type ClocksState } from '../../communicate/clocks/clocks.ts'
import { asViews, peopleOf, updatesOfCrisis } from '../../communicate/updates/updates.store.ts'
import { crisisTime } from '../../platform/clock.ts'
import { Refused } from '../../platform/refused.ts'
import type { Playbook } from '../../prepare/playbooks/playbook.ts'
import { currentPlan } from '../../remediate/grants/grants.view.ts'
import { criteriaNow } from '../../restore/criteria/restore.view.ts'
import { signOffCounts } from '../../restore/sign-off/sign-off.store.ts'
import { watchView } from '../../restore/watch/watch.view.ts'
import { untoldOf } from '../../support/answers/untold.store.ts'
import type { CrisisRoom, CrisisSummary } from './crisis.contract.ts'
import { crisisStream } from './crisis.facts.ts'
import type { CrisisState } from './crisis.ts'
import { nextStep } from './next-step.ts'
import { lawOf, workOf } from './work.ts'

type Row = {
  id: string
  number: string
  title: string
  kind: CrisisSummary['kind']
  severity: 1 | 2 | 3 | 4
  practice: boolean
  status: CrisisSummary['status']
  commander: string | null
  brandId: string
  playbookRevision: number
  onsetAt: Date
  detectedAt: Date
  declaredAt: Date
  acknowledgedAt: Date | null
  ledSince: Date | null
  restoredAt: Date | null
  closedAt: Date | null
  slug: string
  brand: string
  body: Playbook
  anchorReal: Date | null
  anchorCrisis: Date | null
  rate: number | null
}

/** `me`: whose offers and next step are shown; `forLaw`: whether they may answer for the law. */
export async function crisisRoom(deps: Deps, crisisId: string, me: string, forLaw = false): Promise<CrisisRoom> {
  const { db, engine, clock, config } = deps
  const row = await crisisRow(deps, crisisId)
  const [state, clocks, scope, impact, updateRows, plan, signOff, review, work, law, criteria, watch, untold] = await Promise.all([
    engine.stateOf<CrisisState>(crisisStream(crisisId)),
    engine.stateOf<ClocksState>(clocksOf(crisisId)),
    scopeOf(deps, crisisId),
    impactTotals(db, crisisId),
    updatesOfCrisis(db, crisisId),
    currentPlan(deps, crisisId),
    signOffCounts(db, crisisId),
    reviewOf(deps, crisisId),
    workOf(deps, crisisId, me),
    lawOf(deps, crisisId),
    criteriaNow(deps, crisisId),
    watchView(deps, crisisId),
    untoldOf(db, crisisId),
  ])
  const known = state.status === 'none' ? undefined : state
  const person = await namesOf(deps, [row.commander, ...updateRows.flatMap(peopleOf), ...criteria.map(({ by }) => by)])
  const updates = await asViews(db, updateRows, row.body.approvals.updates[row.severity], person)
  const time =
    row.anchorReal && row.anchorCrisis && row.rate !== null ? { anchorReal: row.anchorReal, anchorCrisis: row.anchorCrisis, rate: row.rate } : undefined
  const shown: CrisisRoom['clocks'] = clocks.clocks.map(({ id, kind, state: is, startedAt, deadline, endedAt, reminded }) => ({
    id,
    kind,
    audience: audienceOfClock(id),
    state: is,
    startedAt: startedAt.toISOString(),
    deadline: deadline.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    reminded,
    inside: insideKinds.includes(kind),
    byHand: byHand.includes(kind),
  }))
  const room: Omit<CrisisRoom, 'next'> = {
    ...summaryOf(row),
    commander: row.commander ? person(row.commander) : null,
    severityReasons: known?.reasons ?? [],
    severityProposal: known?.proposal ?? null,
    work,
    law,
    detectedAt: row.detectedAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    ledSince: row.ledSince?.toISOString() ?? null,
    now: crisisTime(time, clock()).toISOString(),
    rate: row.rate ?? 1,
    brand: { slug: row.slug, name: row.brand },
    playbook: { key: row.body.playbook, title: row.body.title, version: row.body.version, revision: row.playbookRevision },
    scope,
    clocks: shown,
    impact,
    updates,
    remedyPlan: plan,
    criteria: criteria.map(({ key, text, service, state: is, sentence, since, by }) => ({
      key,
      text,
      service,
      state: is,
      sentence,
      metAt: is === 'met' && since ? since.toISOString() : null,
      metBy: is === 'met' && by ? person(by) : null,
    })),
    accountsAffected: impact?.accounts ?? null,
    nextDeadline:
      shown
        .filter((each) => each.state === 'running')
        .map((each) => each.deadline)
        .sort()[0] ?? null,
    clocksMissed: shown.filter((each) => each.state === 'missed' && !each.inside).length,
    signOff,
    untold,
    watch,
    review,
    statusPageUrl: `${config.statusUrl}/${row.slug}/`,
  }
  return { ...room, next: nextStep(room, me, forLaw) }
}

async function crisisRow({ db }: Deps, crisisId: string): Promise<Row> {
  const {
    rows: [row],
  } = await sql<Row>`
    select c.id, c.number, c.title, c.kind, c.severity, c.practice, c.status, c.commander, c.brand_id as "brandId", c.onset_at as "onsetAt", c.detected_at as "detectedAt", c.declared_at as "declaredAt",
           c.acknowledged_at as "acknowledgedAt", c.restored_at as "restoredAt", c.closed_at as "closedAt", b.slug, b.name as brand, p.body, p.revision as "playbookRevision",
           k.anchor_real as "anchorReal", k.anchor_crisis as "anchorCrisis", k.rate,
           case when c.acknowledged_at is not null then (select max(e.occurred_at) from events e where e.stream = 'crisis/' || c.id and e.type = 'CommanderAcknowledged') end as "ledSince"
      from crises c join brands b on b.id = c.brand_id join crisis_playbooks p on p.crisis_id = c.id left join crisis_clocks k on k.crisis_id = c.id where c.id = ${crisisId}`.execute(
    db,
  )
  if (!row) throw new Refused('not-found', 'There is no such crisis.')
  return row
}

const scopeOf = async ({ db }: Deps, crisisId: string) =>
  (
    await sql<Omit<CrisisRoom['scope'][number], 'since' | 'until'> & { since: string | null; until: string | null }>`
  select s.service_id as "serviceId", v.name as service, s.regions, s.degree, s.since, s.until from crisis_scope s join services v on v.id = s.service_id
   where s.crisis_id = ${crisisId} order by v.position, v.key, s.position`.execute(db)
  ).rows

async function reviewOf({ db }: Deps, crisisId: string): Promise<CrisisRoom['review']> {
  const {
    rows: [row],
  } = await sql<{ at: Date; published: Date | null }>`select drafted_at as at, published_at as published from reviews where crisis_id = ${crisisId}`.execute(db)
  return row ? { draftedAt: row.at.toISOString(), publishedAt: row.published?.toISOString() ?? null } : null
}

const summaryOf = (row: Row) => ({
  id: row.id,
  number: row.number,
  title: row.title,
  kind: row.kind,
  severity: row.severity,
  practice: row.practice,
  status: row.status,
  onsetAt: row.onsetAt.toISOString(),
  declaredAt: row.declaredAt.toISOString(),
  restoredAt: row.restoredAt?.toISOString() ?? null,
  closedAt: row.closedAt?.toISOString() ?? null,
})

/** A page of crises, newest first; the sums come from their facts. */
export async function crisisList(deps: Deps, after: [string, string] | undefined, limit: number, number?: string) {
  const { rows } = await sql<
    Omit<CrisisSummary, 'commander' | 'onsetAt' | 'declaredAt' | 'restoredAt' | 'closedAt' | 'nextDeadline' | 'now'> & {
      commander: string | null
      onsetAt: Date
      declaredAt: Date
      restoredAt: Date | null
      closedAt: Date | null
      nextDeadline: Date | null
      anchorReal: Date | null
      anchorCrisis: Date | null
    }
  >`
    select c.id, c.number, c.title, c.kind, c.severity, c.practice, c.status, c.commander, c.onset_at as "onsetAt", c.declared_at as "declaredAt", c.restored_at as "restoredAt", c.closed_at as "closedAt",
           (select (e.data->>'accounts')::int from events e where e.stream = 'crisis/' || c.id and e.type = 'ImpactAssessed' order by e.version desc limit 1) as "accountsAffected",
           (select count(*)::int from events e where e.stream = 'clocks/' || c.id and e.type = 'ClockMissed' and split_part(e.data->>'clock', '/', 1) <> all (${[...insideKinds]}::text[])) as "clocksMissed", null as "nextDeadline",
           k.anchor_real as "anchorReal", k.anchor_crisis as "anchorCrisis", coalesce(k.rate, 1) as rate
      from crises c left join crisis_clocks k on k.crisis_id = c.id where ${after ? sql`(c.declared_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`} and ${number === undefined ? sql`true` : sql`c.number = upper(${number})`}
     order by c.declared_at desc, c.id desc limit ${limit}`.execute(deps.db)
  const person = await namesOf(
    deps,
    rows.map((row) => row.commander),
  )
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      commander: row.commander ? person(row.commander) : null,
      now:
        row.anchorReal && row.anchorCrisis
          ? crisisTime({ anchorReal: row.anchorReal, anchorCrisis: row.anchorCrisis, rate: row.rate }, deps.clock())
          : deps.clock(),
      nextDeadline: row.status === 'closed' ? null : await nextDeadline(deps, row.id),
    })),
  )
}

async function nextDeadline({ engine }: Deps, crisisId: string): Promise<Date | null> {
  const { clocks } = await engine.stateOf<ClocksState>(clocksOf(crisisId))
  return (
    clocks
      .filter((clock) => clock.state === 'running')
      .map((clock) => clock.deadline)
      .sort((one, other) => one.getTime() - other.getTime())[0] ?? null
  )
}
