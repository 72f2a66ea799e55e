// The status page as a customer gets it: asked for at its own public address, and compared with what was rendered last.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'

type Found = { state: 'arrived' | 'failed'; answer: string }

/** Asks for the page of each brand at the address that customers use; the operator gave it, so it may lead anywhere. */
export async function probeStatusPage({ db, config }: Pick<Deps, 'db' | 'config'>): Promise<Found> {
  const { rows } = await sql<{
    slug: string
    etag: string
  }>`select b.slug, a.etag from artefacts a join brands b on b.id = a.brand_id and not b.private where a.path = '' order by b.slug limit 20`.execute(db)
  if (rows.length === 0) return { state: 'failed', answer: 'no page was rendered yet' }
  for (const { slug, etag } of rows) {
    const url = `${config.statusUrl}/${slug}/`
    const heard = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000), headers: { 'cache-control': 'no-cache' } }).then(
      async (answer) => ({ status: answer.status, etag: answer.headers.get('etag')?.replace(/^W\//, ''), text: await answer.text() }),
      (error: Error) => ({ status: 0, etag: undefined, text: (error.cause as Error | undefined)?.message ?? error.message }),
    )
    if (heard.status !== 200)
      return { state: 'failed', answer: `${url} ${heard.status === 0 ? `cannot be reached: ${heard.text}` : `answers ${heard.status}`}`.slice(0, 500) }
    if (heard.etag !== etag) return { state: 'failed', answer: `${url} shows an older page than the one that was rendered last` }
  }
  return { state: 'arrived', answer: rows.length === 1 ? 'the page is there, and up to date' : `${rows.length} pages are there, and up to date` }
}
