// How the assistant answers sets of questions: what it should answer, what nobody could, and what a person must. A third of the first set was held back while it was built; what is held back of
// the unseen ones (each written before its rules were read, in worlds of their own) is in their list. All parts are printed with the goals that they miss; what decides are all questions of the first set.
// --data DIR holds another set of the same form: assistant-world.json and assistant-questions.tsv (see bench/support/assistant-set.ts).
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Answer, answer } from '../server/src/support/assistant/assistant.ts'
import type { Context, Figure } from './run.ts'
import { unfounded } from './support/assistant-facts.ts'
import { readyToAnswer } from './support/assistant-material.ts'
import { type Asked, readSet, worlds } from './support/assistant-set.ts'
import { round } from './support/system.ts'

type Answered = { asked: Asked; given: Answer; sources: string[]; wrong: string[]; held: boolean }

export default async function assistant({ serverUrl, tmp, data }: Context): Promise<Figure[]> {
  const home = new URL('./support', import.meta.url).pathname
  const first = await answered(serverUrl, tmp, readSet(data ?? home), (nth) => !data && nth % 3 === 2)
  printParts('', first)
  if (data) return figuresOf(first)
  const unseen: Answered[] = []
  for (const [world, isHeld] of Object.entries(worlds)) {
    const folder = join(home, 'assistant-unseen', world)
    if (!existsSync(folder)) continue
    const part = await answered(serverUrl, tmp, readSet(folder, home), isHeld)
    printParts(`unseen, ${world}: `, part)
    unseen.push(...part)
  }
  print('unseen, all', figuresOf(unseen))
  const held = unseen.filter((each) => each.held)
  if (held.length > 0) print('unseen, all that was held back', figuresOf(held))
  return figuresOf(first)
}

async function answered(serverUrl: string, tmp: string, set: ReturnType<typeof readSet>, isHeld: (nth: number) => boolean): Promise<Answered[]> {
  const ready = await readyToAnswer(serverUrl, tmp, set)
  return ready.map(({ asked, material, named }) => {
    const given = answer(asked.text, material)
    const sources = given.sources.map(({ key }) => named(key))
    return { asked, given, sources, wrong: unfounded(given, sources, set.world, asked), held: isHeld(asked.nth) }
  })
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
