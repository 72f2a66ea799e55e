// The rendered files of all brands, in memory: what is served is here, whatever becomes of the database.
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Encoding } from '../../platform/http/conditional.ts'
import { isForReaders } from './readers/for-readers.ts'

/** A file in each form that is worth having; each has a tag of its own, as it must. */
export type File = { type: string; changedAt: Date; forms: Partial<Record<Encoding, Form>> & { identity: Form } }
export type Form = { body: Buffer; etag: string }
/**
 * `files`: by their public path. `forReaders`: of pages for a part of the customers, by `for/ID/…`: apart, so that no path of a request leads there.
 * `revision`: raised whenever anything here changes, so that whoever keeps an answer knows that it is still right.
 * `domains`: which brand a name of its own leads to. `closed`: brands whose page is read through a signed link alone.
 */
export type Shelf = {
  files: Map<string, File>
  forReaders: Map<string, File>
  domains: Map<string, string>
  closed: Set<string>
  revision: () => number
  refresh: () => Promise<void>
  stop: () => void
}
type Row = { slug: string; path: string; type: string; body: string; etag: string; changedAt: Date; revision: number }

/** Keeps the files of all brands in memory and takes in what changed, every `everyMs`. */
export async function createShelf(db: Db, everyMs = 250): Promise<Shelf> {
  const [files, forReaders] = [new Map<string, File>(), new Map<string, File>()]
  const placeOf = (slug: string, path: string) => (isForReaders(path) ? { on: forReaders, at: path } : { on: files, at: `/${slug}/${path}` })
  const domains = new Map<string, string>()
  const closed = new Set<string>()
  const known = new Map<string, { newest: number; paths: Set<string> }>()
  const forget = (slug: string) => {
    for (const path of known.get(slug)?.paths ?? []) {
      const { on, at } = placeOf(slug, path)
      on.delete(at)
    }
    known.delete(slug)
  }
  const take = async (slug: string, rows: Row[]) => {
    const taken = await Promise.all(rows.map(async (row) => [row.path, await fileOf(row)] as const))
    const brand = known.get(slug) ?? { newest: 0, paths: new Set<string>() }
    for (const [path, file] of taken) {
      const { on, at } = placeOf(slug, path)
      on.set(at, file)
      brand.paths.add(path)
    }
    known.set(slug, { ...brand, newest: Number(rows.at(-1)?.revision ?? brand.newest) })
  }
  let [revision, seen] = [0, '']
  const look = async () => {
    const brands = await newestOf(db)
    const now = JSON.stringify(brands)
    if (now === seen) return
    // Before, so that nothing closed is answered any longer, and behind, because files change one after the other.
    revision += 1
    try {
      await takeIn(brands)
      seen = now
    } finally {
      revision += 1
    }
  }
  const takeIn = async (brands: Awaited<ReturnType<typeof newestOf>>) => {
    domains.clear()
    closed.clear()
    for (const brand of brands) {
      if (brand.domain) domains.set(brand.domain, brand.slug)
      if (brand.closed) closed.add(brand.slug)
    }
    for (const slug of known.keys()) if (!brands.some((brand) => brand.slug === slug)) forget(slug)
    for (const { slug, newest, count } of brands) {
      const brand = known.get(slug)
      if (brand && newest === brand.newest && count === brand.paths.size) continue
      // Revisions of one brand are given under its lock, so they are in commit order. What is newer is taken in; what has gone leaves no number, so that then all is read anew.
      if (brand && newest > brand.newest) await take(slug, await rowsOf(db, slug, brand.newest))
      if (brand && newest > brand.newest && known.get(slug)?.paths.size === count) continue
      const all = await rowsOf(db, slug)
      forget(slug)
      await take(slug, all)
    }
  }
  const refresh = oneAfterAnother(look)
  await refresh()
  const timer = setInterval(() => {
    void refresh().catch(() => {})
  }, everyMs)
  return { files, forReaders, domains, closed, revision: () => revision, refresh, stop: () => clearInterval(timer) }
}

/** Two looks at once would count each other's files. */
function oneAfterAnother(look: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return () => {
    last = last.catch(() => {}).then(look)
    return last
  }
}

const newestOf = async (db: Db) =>
  (
    await sql<{ slug: string; domain: string | null; closed: boolean; newest: number; count: number }>`
      select b.slug, b.domain, b.private as closed, a.newest, a.count
        from (select brand_id, max(revision) as newest, count(*)::int as count from artefacts group by brand_id) a join brands b on b.id = a.brand_id`.execute(
      db,
    )
  ).rows.map((row) => ({ ...row, newest: Number(row.newest) }))

const rowsOf = async (db: Db, slug: string, after?: number) =>
  (
    await sql<Row>`
      select b.slug, a.path, a.content_type as type, a.body, a.etag, a.changed_at as "changedAt", a.revision
        from artefacts a join brands b on b.id = a.brand_id
       where b.slug = ${slug} and (${after ?? null}::bigint is null or a.revision > ${after ?? null}::bigint) order by a.revision`.execute(db)
  ).rows

async function fileOf({ type, body: text, etag, changedAt }: Row): Promise<File> {
  const body = Buffer.from(text)
  const identity = { body, etag }
  if (body.length < worthPacking) return { type, changedAt, forms: { identity } }
  const [br, gz] = await Promise.all([brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }), gzipped(body)])
  const tag = (form: string) => etag.replace(/"$/, `-${form}"`)
  return { type, changedAt, forms: { identity, br: { body: br, etag: tag('br') }, gzip: { body: gz, etag: tag('gz') } } }
}
const [brotli, gzipped] = [promisify(brotliCompress), promisify(gzip)]
/** Below this, one packet holds it either way. */
const worthPacking = 1_000
