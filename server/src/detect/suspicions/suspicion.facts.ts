// How a suspicion's facts are read back, and the rows they move.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { idOf, streamKind } from '../../platform/events/kinds.ts'
import { crisisKinds } from '../../stabilize/crisis/crisis.contract.ts'
import { evidenceKinds } from './evidence.ts'
import { type SuspicionCommand, type SuspicionFact, type SuspicionState, suspicion } from './suspicion.ts'

const at = z.coerce.date()
const kind = z.enum(evidenceKinds)
const Evidence = z.object({
  kind,
  key: z.string(),
  weight: z.number(),
  size: z.number(),
  sentence: z.string(),
  title: z.string(),
  topic: z.string(),
  service: z.string().nullable(),
  region: z.string().nullable(),
  at,
})
const stand = { confidence: z.number(), severity: z.number(), crisisKind: z.enum(crisisKinds), title: z.string(), witnesses: z.number() }
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('SuspicionRaised'), brandId: z.string(), practice: z.boolean(), at }),
  z.object({ type: z.literal('EvidenceJoined'), evidence: Evidence, ...stand, at }),
  z.object({ type: z.literal('EvidenceEnded'), kind, key: z.string(), ...stand, at }),
  z.object({ type: z.literal('SuspicionSnoozed'), until: at, by: z.string(), at }),
  z.object({ type: z.literal('SuspicionWoken'), why: z.enum(['time', 'surer']), at }),
  z.object({ type: z.literal('SuspicionDismissed'), reasonId: z.string(), noise: z.boolean(), by: z.string(), at }),
  z.object({ type: z.literal('SuspicionPromoted'), crisisId: z.string(), by: z.string(), at }),
  z.object({ type: z.literal('SuspicionCalmed'), at }),
])

export const suspicionKind = streamKind<SuspicionState, SuspicionCommand, SuspicionFact>({
  name: 'suspicion',
  decider: suspicion,
  facts: Facts as unknown as z.ZodType<SuspicionFact>,
  schemaVersion: 1,
  wake: (now) => ({ type: 'CheckSuspicion', now }),
})
export const suspicionStream = (id: string) => `suspicion/${id}`
export const isSuspicion = (stream: string) => stream.startsWith('suspicion/')

/** What is no trouble stays none for this long, unless it is half as large again, or clearly graver. */
const quietDays = 30

type Of<T extends SuspicionFact['type']> = Extract<SuspicionFact, { type: T }> & { stream: string }
const stands = (tx: Db, stream: string, { confidence, severity, crisisKind, title, witnesses, at }: Of<'EvidenceJoined'> | Of<'EvidenceEnded'>) =>
  sql`update suspicions set confidence = ${confidence}, severity = ${severity}, crisis_kind = ${crisisKind}, title = ${title}, witnesses = ${witnesses}, affected_stale = true, last_at = greatest(last_at, ${at}) where id = ${idOf(stream)}`.execute(
    tx,
  )
const ends = (tx: Db, stream: string, state: 'dismissed' | 'promoted' | 'calm', at: Date, by: string | null, more = sql``) =>
  sql`update suspicions set state = ${state}, ended_at = ${at}, decided_by = ${by} ${more} where id = ${idOf(stream)}`.execute(tx)

export const suspicionProjections: Projections = {
  SuspicionRaised: async (tx, { stream, brandId, practice, at }: Of<'SuspicionRaised'>) => {
    await sql`
      insert into suspicions (id, brand_id, practice, state, title, crisis_kind, severity, confidence, witnesses, raised_at, last_at)
      values (${idOf(stream)}, ${brandId}, ${practice}, 'open', '', 'service-outage', 4, 0, 0, ${at}, ${at})`.execute(tx)
  },
  EvidenceJoined: async (tx, fact: Of<'EvidenceJoined'>) => {
    const { stream, evidence } = fact
    await stands(tx, stream, fact)
    await sql`
      insert into suspicion_evidence (suspicion_id, kind, key, weight, size, sentence, title, topic, service_id, region, at, heard_at)
      values (${idOf(stream)}, ${evidence.kind}, ${evidence.key}, ${evidence.weight}, ${evidence.size}, ${evidence.sentence}, ${evidence.title}, ${evidence.topic}, ${evidence.service}::uuid, ${evidence.region}, ${evidence.at}, ${fact.at})
      on conflict (suspicion_id, kind, key) do update set weight = excluded.weight, size = excluded.size, sentence = excluded.sentence, title = excluded.title, heard_at = excluded.heard_at, over_at = null`.execute(
      tx,
    )
  },
  EvidenceEnded: async (tx, fact: Of<'EvidenceEnded'>) => {
    await stands(tx, fact.stream, fact)
    await sql`update suspicion_evidence set over_at = ${fact.at} where suspicion_id = ${idOf(fact.stream)} and kind = ${fact.kind} and key = ${fact.key}`.execute(
      tx,
    )
  },
  SuspicionSnoozed: async (tx, { stream, until, by }: Of<'SuspicionSnoozed'>) => {
    await sql`update suspicions set state = 'snoozed', snoozed_until = ${until}, decided_by = ${by} where id = ${idOf(stream)}`.execute(tx)
  },
  SuspicionWoken: async (tx, { stream }: Of<'SuspicionWoken'>) => {
    await sql`update suspicions set state = 'open', snoozed_until = null where id = ${idOf(stream)}`.execute(tx)
  },
  SuspicionDismissed: async (tx, { stream, by, reasonId, noise, at }: Of<'SuspicionDismissed'>) => {
    await ends(tx, stream, 'dismissed', at, by, sql`, reason_id = ${reasonId}`)
    if (noise)
      await sql`
        insert into quiet_patterns (brand_id, practice, kind, key, size, weight, until, suspicion_id)
        select s.brand_id, s.practice, e.kind, e.key, e.size, e.weight, ${at}::timestamptz + make_interval(days => ${quietDays}), s.id from suspicion_evidence e join suspicions s on s.id = e.suspicion_id where s.id = ${idOf(stream)}
        on conflict (brand_id, practice, kind, key) do update set size = greatest(quiet_patterns.size, excluded.size), weight = greatest(quiet_patterns.weight, excluded.weight), until = excluded.until, suspicion_id = excluded.suspicion_id`.execute(
        tx,
      )
  },
  SuspicionPromoted: async (tx, { stream, by, crisisId, at }: Of<'SuspicionPromoted'>) => {
    await ends(tx, stream, 'promoted', at, by, sql`, crisis_id = ${crisisId}`)
  },
  SuspicionCalmed: async (tx, { stream, at }: Of<'SuspicionCalmed'>) => {
    await ends(tx, stream, 'calm', at, null)
  },
}
