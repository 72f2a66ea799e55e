// A review as customers will read it: on the incident's own page, before anybody agreed to it.
import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { withPostmortem } from '../status-page/lookback.ts'
import { previewPage } from '../status-page/page.html.ts'
import { type Incident, inTheirLanguage, pageOfBrand } from '../status-page/status-page.store.ts'
import { peopleNeeded } from '../updates/updates.store.ts'
import { lintPostmortem } from './lint.ts'
import type { PostmortemPreview } from './postmortem.contract.ts'

export async function preview(
  deps: Deps,
  crisisId: string,
  { bodies, locale }: { bodies: Record<string, string>; locale: string },
): Promise<PostmortemPreview> {
  const now = await crisisNow(deps, crisisId)
  const { brandId, ...bare } = await crisisOf(deps, crisisId)
  const page = await pageOfBrand(deps.db, brandId, now, deps.config.statusUrl)
  const { postmortem: _, ...known } = page.incidents.find(({ id }) => id === crisisId) ?? { ...bare, ...nothingSaid }
  const said = known.updates.filter(({ phase }) => phase !== 'postmortem')
  const incident = withPostmortem({ ...known, updates: said }, { bodies, publishedAt: now, shownAt: now })
  return {
    html: previewPage({ ...page, locale }, inTheirLanguage(incident, locale)),
    findings: await lintPostmortem(deps, crisisId, bodies),
    approvalsNeeded: await peopleNeeded(deps.db, crisisId, 'updates'),
  }
}

/** Of an exercise there is no page, and of what is long past none in memory: its review is seen alone. */
const nothingSaid = { services: [], spans: [], updates: [], workarounds: [], workaroundsChangedAt: null }

async function crisisOf({ db }: Deps, crisisId: string) {
  const { rows } = await sql<Omit<Incident, keyof typeof nothingSaid> & { brandId: string }>`
    select id, brand_id as "brandId", number, severity, status, onset_at as "onsetAt", declared_at as "declaredAt", restored_at as "restoredAt" from crises where id = ${crisisId}`.execute(
    db,
  )
  if (!rows[0]) throw new Refused('not-found', 'There is no such crisis.')
  return rows[0]
}
