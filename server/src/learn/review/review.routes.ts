import { sql } from 'kysely'
import MarkdownIt from 'markdown-it'
import { z } from 'zod'
import { impactTotals } from '../../assess/impact/impact.totals.ts'
import { crisisNow, type Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { timeline } from '../../stabilize/crisis/timeline.ts'
import { EditReview, Kpis, ReviewView } from '../kpis/kpis.contract.ts'
import { kpisOfCrisis } from '../kpis/kpis.ts'
import { draftReview, type ReviewFacts } from './review.ts'

const OfCrisis = z.object({ id: Id })
const markdown = new MarkdownIt({ html: false, linkify: false })

export function reviewRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db } = deps

  app.get(
    '/api/crises/:id/kpis',
    { config: may('read'), schema: { operationId: 'showKpis', params: OfCrisis, response: { 200: Kpis } } },
    async ({ params }) => {
      await crisisNow(deps, params.id)
      return kpisOfCrisis(db, params.id)
    },
  )
  app.get(
    '/api/crises/:id/review',
    { config: may('read'), schema: { operationId: 'showReview', params: OfCrisis, response: { 200: ReviewView } } },
    ({ params }) => reviewOf(deps, params.id),
  )
  app.put(
    '/api/crises/:id/review',
    { config: may('review'), schema: { operationId: 'editReview', params: OfCrisis, body: EditReview, response: { 200: ReviewView } } },
    async ({ params, body }) => {
      const now = await crisisNow(deps, params.id)
      const { numAffectedRows } =
        await sql`update reviews set body = ${body.markdown}, edited_at = ${now} where crisis_id = ${params.id} and published_at is null`.execute(db)
      const review = await reviewOf(deps, params.id)
      if (!numAffectedRows) throw new Refused('already-done', 'The review is published: it stands as it was read.')
      return review
    },
  )
  app.post(
    '/api/crises/:id/review/publication',
    { config: may('review'), schema: { operationId: 'publishReview', params: OfCrisis, body: Empty, response: { 200: ReviewView } } },
    async (request) => {
      const { id } = request.params
      const now = await crisisNow(deps, id)
      await deps.engine.tell(
        `crisis/${id}`,
        { type: 'PublishReview', now },
        {
          actor: asker(request).id,
          crisisId: id,
          with: async (tx) => {
            await sql`update reviews set published_at = coalesce(published_at, ${now}) where crisis_id = ${id}`.execute(tx)
          },
        },
      )
      return reviewOf(deps, id)
    },
  )
}

async function reviewOf(deps: Deps, crisisId: string): Promise<ReviewView> {
  const {
    rows: [row],
  } = await sql<{ body: string; draftedAt: Date; editedAt: Date | null; publishedAt: Date | null }>`
    select body, drafted_at as "draftedAt", edited_at as "editedAt", published_at as "publishedAt" from reviews where crisis_id = ${crisisId}`.execute(deps.db)
  if (!row) throw new Refused('not-found', 'The review is not drafted yet; it is, once the crisis is restored.')
  return {
    markdown: row.body,
    html: markdown.render(row.body),
    draftedAt: row.draftedAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    kpis: await kpisOfCrisis(deps.db, crisisId),
  }
}

/** Drafts once the crisis is restored, and again as long as nobody has edited it: later facts then come in too. */
export async function draftReviewOf(deps: Deps, crisisId: string) {
  const now = await crisisNow(deps, crisisId)
  const {
    rows: [crisis],
  } = await sql<Pick<ReviewFacts, 'number' | 'title' | 'kind' | 'severity' | 'onsetAt' | 'restoredAt'>>`
    select number, title, kind, severity, onset_at as "onsetAt", restored_at as "restoredAt" from crises where id = ${crisisId} and restored_at is not null`.execute(
    deps.db,
  )
  if (!crisis) return
  const { rows: granted } = await sql<{
    amountMinor: number
    currency: string
  }>`select least(sum(amount_minor), ${Number.MAX_SAFE_INTEGER})::bigint as "amountMinor", currency from grants where crisis_id = ${crisisId} group by currency`.execute(
    deps.db,
  )
  const body = draftReview({
    ...crisis,
    granted,
    kpis: await kpisOfCrisis(deps.db, crisisId),
    impact: await impactTotals(deps.db, crisisId),
    timeline: await timeline(deps, crisisId, { limit: 2_000, inOrder: true }),
  })
  await deps.engine.tell(
    `crisis/${crisisId}`,
    { type: 'DraftReview', now },
    {
      actor: 'leeward',
      crisisId,
      with: async (tx) => {
        await sql`
      insert into reviews (crisis_id, body, drafted_at) values (${crisisId}, ${body}, ${now})
      on conflict (crisis_id) do update set body = excluded.body where reviews.edited_at is null and reviews.published_at is null`.execute(tx)
      },
    },
  )
}
