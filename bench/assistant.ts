// How the assistant answers sets of questions: what it should answer, what nobody could, and what a person must. A third of the first set was held back while it was built; of the
// unseen ones (written before its rules were read, in two worlds) every other question was. All parts are printed with the goals that they miss; what decides are all questions of the first set.
// --data DIR holds another set of the same form: assistant-world.json and assistant-questions.tsv (see bench/support/assistant-set.ts).
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Answer, answer } from '../server/src/support/assistant/assistant.ts'
import { hitsFor } from '../server/src/support/assistant/hits.store.ts'
import { addArticle, publishArticle, writeText } from '../server/src/support/knowledge/articles.store.ts'
import type { Deps } from '../server/src/deps.ts'
import type { Context, Figure } from './run.ts'
import { unfounded } from './support/assistant-facts.ts'
import { type Asked, incidentsOf, materialFor, readSet, type World } from './support/assistant-set.ts'
import { benchSystem, round } from './support/system.ts'

type Answered = { asked: Asked; given: Answer; sources: string[]; wrong: string[]; held: boolean }

export default async function assistant({ serverUrl, tmp, data }: Context): Promise<Figure[]> {
  const home = new URL('./support', import.meta.url).pathname
  const first = await answered(serverUrl, tmp, readSet(data ?? home), (nth) => !data && nth % 3 === 2)
  printParts('', first)
  if (data) return figuresOf(first)
  const unseen: Answered[] = []
  for (const world of ['nimbus', 'brewline']) {
    const part = await answered(serverUrl, tmp, readSet(join(home, 'assistant-unseen', world), home), (nth) => nth % 2 === 1)
    printParts(`unseen, ${world}: `, part)
    unseen.push(...part)
  }
  print('unseen, all', figuresOf(unseen))
  print('unseen, all that was held back', figuresOf(unseen.filter(({ held }) => held)))
  return figuresOf(first)
}

async function answered(
  serverUrl: string,
  tmp: string,
  { world, questions }: ReturnType<typeof readSet>,
  isHeld: (nth: number) => boolean,
): Promise<Answered[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const articles = await writeArticles(deps, world)
  const incidents = incidentsOf(world)
  const all: Answered[] = []
  for (const asked of questions) {
    const hits = await hitsFor(deps.db, asked.text, asked.language, { brandId: null })
    const given = answer(asked.text, { ...materialFor(world, incidents, asked), hits })
    const sources = given.sources.map(({ key }) => key.replace(/^(article|workaround)\/([0-9a-f-]{36})$/, (_, kind, id) => `${kind}/${articles.get(id) ?? id}`))
    all.push({ asked, given, sources, wrong: unfounded(given, sources, world, asked), held: isHeld(asked.nth) })
  }
  await deps.db.destroy()
  return all
}

/** ASSISTANT_SHOW shows what went wrong of what is not held back, =all of everything. */
function printParts(which: string, all: Answered[]) {
  const [developed, held] = [all.filter((each) => !each.held), all.filter((each) => each.held)]
  if (process.env.ASSISTANT_SHOW) show(process.env.ASSISTANT_SHOW === 'all' ? all : developed)
  print(`${which}${held.length > 0 ? 'developed on' : 'all'}`, figuresOf(developed))
  if (held.length > 0) print(`${which}held back`, figuresOf(held))
  process.stdout.write(`  ${which}handed over for a reason that was read: ${read(all)}\n`)
}

const share = (some: unknown[], of: unknown[]) => round(of.length === 0 ? 1 : some.length / of.length, 3)

function figuresOf(all: Answered[]): Figure[] {
  const of = (group: Asked['group']) => all.filter(({ asked }) => asked.group === group)
  const answered = (some: Answered[]) => some.filter(({ given }) => given.action === 'answer')
  const right = answered(of('answer')).filter(({ sources, asked }) => asked.expected.some((key) => sources.includes(key)))
  const facts = answered(all)
  const founded = share(
    facts.filter(({ wrong }) => wrong.length === 0),
    facts,
  )
  const figure = (name: string, value: number, limit: number, atLeast: boolean): Figure => ({
    name,
    value,
    unit: '',
    limit,
    ratio: value,
    atLeast,
  })
  return [
    figure(`answers of ${facts.length} with every fact in their sources`, founded, 1, true),
    figure(`answered from the right source, of ${of('answer').length}`, share(right, of('answer')), 0.85, true),
    figure(`answers to what cannot be answered, of ${of('none').length}`, share(answered(of('none')), of('none')), 0.02, false),
    figure(
      `handed over, of ${of('person').length} that must be`,
      share(
        of('person').filter(({ given }) => given.action === 'hand-over'),
        of('person'),
      ),
      1,
      true,
    ),
  ]
}

/** Of those who must be handed over: for a reason that was read, and not because nothing was known. */
const read = (all: Answered[]) => all.filter(({ asked, given }) => asked.group === 'person' && given.why.length > 0 && given.why[0] !== 'unsure').length

const print = (which: string, figures: Figure[]) =>
  process.stdout.write(figures.map((figure) => `  ${which}: ${figure.name}: ${figure.value}${missed(figure)}\n`).join(''))
const missed = ({ value, limit, atLeast }: Figure) => ((atLeast ? value < limit : value > limit) ? ` (the goal of ${limit} is missed)` : '')

function show(all: Answered[]) {
  for (const { asked, given, sources, wrong } of all) {
    const right =
      asked.group === 'answer'
        ? given.action === 'answer' && asked.expected.some((key) => sources.includes(key))
        : given.action === 'hand-over' && (asked.group === 'none' || given.why[0] !== 'unsure')
    if (right && wrong.length === 0) continue
    process.stdout.write(
      `${asked.group} ${asked.language} ${asked.text}\n   expected ${asked.expected}; ${given.action} ${given.why} ${sources} ${wrong}\n   ${given.sentences.map(({ text }) => text).join(' ')}\n`,
    )
  }
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
