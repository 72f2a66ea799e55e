// Fifty thousand articles in two languages: how long until a search answers, by rare words, by words that stand everywhere, while one types and mistyped, and until a conversation has its suggestions?
import { sql } from 'kysely'
import type { Db } from '../server/src/platform/database/connect.ts'
import { idFrom } from '../server/src/platform/ids.ts'
import { type Entry, indexAnew } from '../server/src/support/knowledge/index.store.ts'
import { searchKnowledge } from '../server/src/support/knowledge/search.store.ts'
import { suggestFor } from '../server/src/support/knowledge/suggest.store.ts'
import type { Context, Figure } from './run.ts'
import { benchSystem, residentMegabytes, round } from './support/system.ts'

export default async function knowledge({ serverUrl, tmp, size = 50_000 }: Context): Promise<Figure[]> {
  const { db, close } = await benchSystem(serverUrl, tmp)
  await fill(db, size)
  const reader = { locale: 'en', brandId: null, audience: 'agents' as const }
  const search = (text: string) => searchKnowledge(db, { text, ...reader })
  const rare = await slowest(200, (n) => search(`${word(3_000 + n * 7)} ${word(40 + (n % 9))}`))
  const common = await slowest(100, (n) => search(`${word(n % 5)} ${word(5 + (n % 5))}`))
  const typed = await slowest(200, (n) => search(`${word(20 + (n % 30))} ${word(900 + n * 3).slice(0, 4)}`))
  const mistyped = await slowest(100, (n) => search(`${wrong(word(1_000 + n * 11))} ${word(60 + (n % 9))}`))
  const talks = await slowest(100, (n) => suggestFor(db, { text: Array.from({ length: 300 }, (_, i) => word(chance(n * 1_009 + i))).join(' '), ...reader }))
  await close()
  const figure = (name: string, value: number, most: number, unit = 'ms'): Figure => ({
    name,
    value: round(value),
    unit,
    limit: 1,
    ratio: round(value / most),
    most,
  })
  return [
    figure(`search among ${size} articles by rare words, 95th of 100`, rare, 100),
    figure('by words that stand everywhere', common, 250),
    figure('while the last word is typed', typed, 150),
    figure('with a mistyped word', mistyped, 250),
    figure('suggestions for a conversation of 300 words', talks, 250),
    figure('resident memory', residentMegabytes(), 800, 'MB'),
  ]
}

async function slowest(times: number, act: (n: number) => Promise<unknown>): Promise<number> {
  for (let n = 0; n < 5; n += 1) await act(n)
  const took: number[] = []
  for (let n = 0; n < times; n += 1) {
    const began = performance.now()
    await act(n)
    took.push(performance.now() - began)
  }
  return took.sort((one, other) => one - other)[Math.floor(times * 0.95)] as number
}

const syllables = ['ka', 'lo', 'mi', 'ren', 'sto', 'pa', 'vel', 'tur', 'ni', 'dor', 'fe', 'gam', 'shu', 'bri', 'con', 'ta']
/** The nth word of a language that nobody speaks; the first ones stand in most texts. */
const word = (n: number): string => [n % 16, (n >> 4) % 16, (n >> 8) % 16, (n * 7 + 3) % 16].map((i) => syllables[i]).join('')
const wrong = (right: string) => `${right.slice(0, 3)}${right[4] ?? ''}${right[3] ?? ''}${right.slice(5)}`
/** As words are spread in a language: the tenth is there a tenth as often as the first. */
const chance = (seed: number): number => Math.min(19_999, Math.floor(1 / (((seed * 2_654_435_761) % 4_294_967_296) / 4_294_967_296 + 0.00005)))

async function fill(db: Db, size: number): Promise<void> {
  const id = (n: number) => idFrom(`article ${n}`)
  for (let from = 0; from < size; from += 500) {
    const ids = Array.from({ length: Math.min(500, size - from) }, (_, i) => from + i)
    await db.transaction().execute(async (tx) => {
      await sql`
        insert into articles (id, slug, open, state, made_by, made_at, changed_by, changed_at, published_at)
        select id, 'article-' || n, true, 'published', 'x', now(), 'x', now(), now() from jsonb_to_recordset(${JSON.stringify(ids.map((n) => ({ n, id: id(n) })))}::jsonb) as a(n int, id uuid)`.execute(
        tx,
      )
      const entries = ids.map(
        (n): Entry => ({
          ...{ articleId: id(n), workaroundId: null, crisisId: null, practice: false, brandId: null, open: true, live: true, newest: true, services: [] },
          locale: n % 4 === 0 ? 'de' : 'en',
          title: Array.from({ length: 6 }, (_, i) => word(chance(n * 37 + i))).join(' '),
          plain: Array.from({ length: 200 }, (_, i) => word(chance(n * 211 + i + 7))).join(' '),
          more: '',
        }),
      )
      await indexAnew(tx, { article: id(from) }, entries)
    })
  }
  await sql`vacuum analyze knowledge_texts, knowledge_lexemes, articles`.execute(db)
}
