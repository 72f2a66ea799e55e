// The status pages as files for any file server: what was rendered, with addresses that need no server that thinks. It goes on being served when we are away.
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { WidgetState } from './widget/widget.contract.ts'

type Rendered = { slug: string; path: string; type: string; body: string }
export type Exported = { written: number; unchanged: number; removed: number }

/** A page without an ending gets one, so that a bare file server knows what it is. */
export const fileOf = (path: string): string => {
  if (path === '' || path.endsWith('/')) return `${path}index.html`
  return /\.[a-z]+$/i.test(path) ? path : `${path}.html`
}

/** What a file says when no server is behind it: links lead to files; what needs a server (notices in the browser) is left out. */
export function forFiles(path: string, body: string): string {
  if (path === 'widget.json') return widgetForFiles(JSON.parse(body))
  return fileOf(path).endsWith('.html') ? pageForFiles(body) : body
}

const pageForFiles = (html: string): string =>
  html
    .replace(/ · <a href="notifications">[^<]*<\/a>/g, '')
    .replace(/href="((?:\.\.\/)*)(history|incidents\/[\w-]+)"/g, 'href="$1$2.html"')
    .replace(/href="((?:\.\.\/)+|\.\/)"/g, 'href="$1index.html"')

const widgetForFiles = (state: WidgetState): string =>
  JSON.stringify({ ...state, page: fileOf(state.page), notices: null, incidents: state.incidents.map((each) => ({ ...each, link: fileOf(each.link) })) })

/**
 * Writes the pages of every brand below `folder`, each file whole or not at all, the pages last, so that no page leads to what is not there yet; removes what we
 * wrote before and is not rendered any more. Files of others are left alone: a folder that holds something and was never ours is refused.
 * @returns how many files were written, were the same, and were removed
 */
export async function exportPages(db: Db, folder: string): Promise<Exported> {
  const root = resolve(folder)
  await ours(root)
  const { rows } = await sql<Rendered>`
    select b.slug, a.path, a.content_type as type, a.body from artefacts a join brands b on b.id = a.brand_id order by (a.content_type like 'text/html%'), (a.path = ''), b.slug, a.path`.execute(
    db,
  )
  const sum: Exported = { written: 0, unchanged: 0, removed: 0 }
  const kept = new Set([join(root, mark)])
  for (const { slug, path, body } of rows) {
    const file = resolve(root, slug, fileOf(path))
    // Paths are ours, and yet: nothing is written beside the folder.
    if (relative(root, file).startsWith('..')) continue
    kept.add(file)
    const text = forFiles(path, body)
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) sum.unchanged += 1
    else {
      await writeWhole(file, text)
      sum.written += 1
    }
  }
  for (const file of await filesBelow(root))
    if (!kept.has(file)) {
      await rm(file)
      sum.removed += 1
    }
  return sum
}

const mark = '.leeward-status'

async function ours(root: string): Promise<void> {
  await mkdir(root, { recursive: true })
  const there = await readdir(root)
  if (there.length > 0 && !there.includes(mark)) throw new Error(`${root} holds files that are not ours. Give an empty folder, or a new one.`)
  await writeFile(join(root, mark), 'Written by Leeward: what is in this folder is replaced.\n')
}

async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const fresh = `${file}.${randomBytes(4).toString('hex')}.new`
  await writeFile(fresh, text)
  await rename(fresh, file)
}

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))

/** Exports again whenever something was rendered; one that fails is tried at the next look. */
export function createExporter(db: Db, folder: string): () => Promise<Exported | undefined> {
  let seen: string | undefined
  return async () => {
    // By brand: numbers of one brand are given in the order they become visible, those of two are not. The count, because what goes away leaves no number.
    const {
      rows: [row],
    } = await sql<{ state: string }>`
      select coalesce(string_agg(brand_id || ' ' || newest || ' ' || files, ',' order by brand_id), '') as state
        from (select brand_id, max(revision) as newest, count(*) as files from artefacts group by brand_id) a`.execute(db)
    if (row?.state === seen) return undefined
    const done = await exportPages(db, folder)
    seen = row?.state
    return done
  }
}
