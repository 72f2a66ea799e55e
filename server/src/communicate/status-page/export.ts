// The status pages as files for any file server or bucket: what was rendered, with addresses that need no server that thinks. It goes on being served when we are away.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { type BucketSettings, bucketAddress, isBucket, wrongBucket } from '../../platform/config/buckets.ts'
import { createBucket } from '../../platform/objects/bucket.ts'
import { bucketPlace } from './export-bucket.ts'
import { folderPlace } from './export-folder.ts'
import { type PlannedPicture, pictureBody, pictureFiles } from './export-pictures.ts'
import { type ExportedFile, type ExportPlace, hashOf } from './export-place.ts'
import type { WidgetState } from './widget/widget.contract.ts'

type Rendered = { slug: string; path: string; type: string; body: string }
type Planned = ExportedFile | PlannedPicture
export type Exported = { written: number; unchanged: number; removed: number }
/** A folder, or a bucket such as s3://bucket/prefix. */
export function exportPlace(to: string, settings: BucketSettings): ExportPlace {
  if (!isBucket(to)) return folderPlace(to)
  const wrong = wrongBucket(to, settings)
  if (wrong) throw new Error(`${to} ${wrong}.`)
  return bucketPlace(createBucket(bucketAddress(to), settings), to)
}

/**
 * Writes the pages of every brand, the pages last, so that no page leads to what is not there yet; removes what we wrote before and is not rendered any more.
 * One process at a time does so, or an older page could land on a newer one.
 * @returns how many files were written, were the same, and were removed
 */
export async function exportPages(db: Db, place: ExportPlace): Promise<Exported> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('status-export', 0))`.execute(tx)
    const files: Planned[] = [...(await renderedFiles(tx)), ...(await pictureFiles(tx))]
    const there = await place.mine(files)
    const fresh = files.filter(({ path, hash }) => there.get(path) !== hash)
    const rank = ({ path, type }: Planned) => (!type.startsWith('text/html') ? 0 : /^[^/]+\/index\.html$/.test(path) ? 3 : path.endsWith('/index.html') ? 2 : 1)
    for (const turn of [0, 1, 2, 3])
      await someAtOnce(
        fresh.filter((file) => rank(file) === turn),
        async (file) => place.write('body' in file ? file : { ...file, body: await pictureBody(tx, file.picture) }),
      )
    const kept = new Set(files.map(({ path }) => path))
    const gone = [...there.keys()].filter((path) => !kept.has(path))
    await someAtOnce(gone, place.remove)
    if (fresh.length + gone.length > 0) await place.done(files)
    return { written: fresh.length, unchanged: files.length - fresh.length, removed: gone.length }
  })
}

async function renderedFiles(db: Db): Promise<ExportedFile[]> {
  const { rows } = await sql<Rendered>`
    select b.slug, a.path, a.content_type as type, a.body from artefacts a join brands b on b.id = a.brand_id and not b.private where not ${forReaders} order by b.slug, a.path`.execute(
    db,
  )
  return rows
    .map(({ slug, path, type, body }) => ({ path: `${slug}/${fileOf(path)}`, type, body: forFiles(path, body) }))
    .filter(({ path }) => isInside(path))
    .map((file) => ({ ...file, hash: hashOf(file.body) }))
}

/** What is for a part of the customers is not for a place that others read. */
const forReaders = sql`starts_with(a.path, 'for/')`

/** Paths are ours, and yet: nothing is written beside the place. */
const isInside = (path: string) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

async function someAtOnce<T>(all: T[], act: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += 8) await Promise.all(all.slice(from, from + 8).map(act))
}

/** A page without an ending gets one, so that a bare file server knows what it is. */
export const fileOf = (path: string): string => {
  if (path === '' || path.endsWith('/')) return `${path}index.html`
  return /\.[a-z]+$/i.test(path) ? path : `${path}.html`
}

/** What a file says when no server is behind it: links lead to files; what needs a server (the help, notices in the browser, questions to the reader) is left out. */
export function forFiles(path: string, body: string): string {
  if (path === 'widget.json') return widgetForFiles(JSON.parse(body))
  return fileOf(path).endsWith('.html') ? pageForFiles(body) : body
}

const pageForFiles = (html: string): string =>
  html
    .replace(/(<a [^>]*href="[./]*)\?language=\w+"/g, '$1"')
    .replace(/<a href="help">[^<]*<\/a> · /g, '')
    .replace(/ · <a href="[./]*(?:notifications|subscribe)(?:\?language=\w+)?">[^<]*<\/a>/g, '')
    .replace(/<form class="helpful"[\s\S]*?<\/form>/g, '')
    .replace(/(<a [^>]*href=")((?:\.\.\/|\.\/)*(?:[\w%-]+\/)*)([\w%-]*)"/g, (_, before, folder, name) => `${before}${folder}${name || 'index'}.html"`)

const widgetForFiles = (state: WidgetState): string =>
  JSON.stringify({
    ...state,
    page: fileOf(state.page),
    notices: null,
    chat: false,
    incidents: state.incidents.map((each) => ({ ...each, link: fileOf(each.link) })),
  })

/** Exports again whenever something was rendered; one that fails is tried at the next look. */
export function createExporter(db: Db, place: ExportPlace): () => Promise<Exported | undefined> {
  let seen: string | undefined
  return async () => {
    // By brand: numbers of one brand are given in the order they become visible, those of two are not. The count, because what goes away leaves no number.
    const {
      rows: [row],
    } = await sql<{ state: string }>`
      select coalesce(string_agg(brand_id || ' ' || newest || ' ' || files, ',' order by brand_id), '') as state
        from (select brand_id, max(revision) as newest, count(*) as files from artefacts a where not ${forReaders} and not (select b.private from brands b where b.id = a.brand_id) group by brand_id) a`.execute(
      db,
    )
    if (row?.state === seen) return undefined
    const done = await exportPages(db, place)
    seen = row?.state
    return done
  }
}
