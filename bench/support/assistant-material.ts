// Each question of a set with all that the assistant may answer it from; its articles are in a database, and found there as customers' are.
import { sql } from 'kysely'
import type { Deps } from '../../server/src/deps.ts'
import { hitsFor } from '../../server/src/support/assistant/hits.store.ts'
import type { Material } from '../../server/src/support/assistant/material.ts'
import { addArticle, publishArticle, writeText } from '../../server/src/support/knowledge/articles.store.ts'
import { type Asked, incidentsOf, materialFor, type readSet, type World } from './assistant-set.ts'
import { benchSystem } from './system.ts'

/** `named`: what a source is called in the set. */
export type Ready = { asked: Asked; material: Material; named: (key: string) => string }

export async function readyToAnswer(serverUrl: string, tmp: string, { world, questions }: ReturnType<typeof readSet>): Promise<Ready[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const articles = await writeArticles(deps, world)
  const incidents = incidentsOf(world)
  const named = (key: string) => key.replace(/^(article|workaround)\/([0-9a-f-]{36})$/, (_, kind, id) => `${kind}/${articles.get(id) ?? id}`)
  const all: Ready[] = []
  for (const asked of questions) {
    const hits = await hitsFor(deps.db, asked.text, asked.language, { brandId: null })
    all.push({ asked, material: { ...materialFor(world, incidents, asked), hits }, named })
  }
  await deps.db.destroy()
  return all
}

/** @returns the slug that the set knows each by */
async function writeArticles(deps: Deps, world: World): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const written = new Map<string, string[]>()
  for (const { slug, locale, title, body } of world.articles) {
    const known = ids.get(slug)
    if (known) await writeText(deps, known, locale, { title, body, revision: 0 }, 'bench')
    else ids.set(slug, await addArticle(deps, { brand: null, open: true, tags: [], services: [], locale, title, body }, 'bench'))
    written.set(slug, [...(written.get(slug) ?? []), locale])
  }
  for (const [slug, locales] of written) await publishArticle(deps, ids.get(slug) as string, Object.fromEntries(locales.map((locale) => [locale, 1])), 'bench')
  await sql`analyze knowledge_texts, knowledge_lexemes`.execute(deps.db)
  return new Map([...ids].map(([slug, id]) => [id, slug]))
}
