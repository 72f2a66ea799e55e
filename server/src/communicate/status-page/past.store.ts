// Incidents of an earlier status page, in the form of ours.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Incident, PageUpdate } from './status-page.store.ts'

/** As `past_incidents.body` holds it. */
export type PastBody = {
  title: string
  impact: 'none' | 'minor' | 'major' | 'critical'
  services: { id: string; degree: 'down' | 'degraded' }[]
  /** The newest first. */
  updates: { id: string; phase: PageUpdate['phase']; body: string; at: string }[]
}
type Row = { source: string; number: string; body: PastBody; startedAt: Date; endedAt: Date }

const severityOf = { critical: 1, major: 2, minor: 3, none: 4 } as const

/** Those that ended after `since`, the newest first. */
export async function past(db: Db, brandId: string, since: Date, until?: Date): Promise<Incident[]> {
  const { rows } = await sql<Row>`
    select source, number, body, started_at as "startedAt", ended_at as "endedAt" from past_incidents
     where brand_id = ${brandId} and ended_at > ${since} ${until ? sql`and started_at < ${until}` : sql``} order by started_at desc limit 2000`.execute(db)
  return rows.map(asIncident)
}

export async function pastBySource(db: Db, brandId: string, sources: string[]): Promise<Incident[]> {
  const { rows } = await sql<Row>`
    select source, number, body, started_at as "startedAt", ended_at as "endedAt" from past_incidents where brand_id = ${brandId} and source = any (${sources}::text[])`.execute(
    db,
  )
  return rows.map(asIncident)
}

const asIncident = ({ source, number, body, startedAt, endedAt }: Row): Incident => ({
  id: source,
  number,
  severity: severityOf[body.impact],
  status: 'closed',
  onsetAt: startedAt,
  declaredAt: startedAt,
  restoredAt: endedAt,
  services: body.services.map(({ id }) => ({ id, degree: 'over' })),
  spans: body.services.map(({ id, degree }) => ({ id, degree, since: null, until: null })),
  updates: body.updates.map(({ id, phase, body: text, at }) => ({
    id,
    phase,
    parts: { title: body.title },
    body: text,
    publishedAt: new Date(at),
    nextUpdateAt: null,
  })),
  workarounds: [],
  workaroundsChangedAt: null,
  brought: true,
})
