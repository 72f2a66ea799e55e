// node scripts/train-assistant.ts: makes both models of the assistant that ship (server/src/support/assistant/models): which kind of question is asked, from example questions of our own, and
// when to answer, from the sets of the bench that are developed on; and prints how well the first reads a fifth of the examples that it has not seen, and the second worlds that it has not.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readyToAnswer } from '../bench/support/assistant-material.ts'
import { type Asked, readSet, worlds } from '../bench/support/assistant-set.ts'
import type { Linear } from '../server/src/detect/texts/linear.ts'
import { writeModel } from '../server/src/detect/texts/model-file.ts'
import { teach } from '../server/src/detect/texts/teach.ts'
import { startEmbedded } from '../server/src/platform/database/embedded.ts'
import { read, weigh } from '../server/src/support/assistant/assistant.ts'
import { examples } from '../server/src/support/assistant/training/questions.read.ts'
import { readAs } from '../server/src/support/assistant/weighing/chances.ts'
import type { Candidate } from '../server/src/support/assistant/weighing/candidates.ts'
import { choose } from '../server/src/support/assistant/weighing/choose.ts'
import { fitWeights } from '../server/src/support/assistant/weighing/fit.ts'
import { readQuestion } from '../server/src/support/assistant/question.ts'

/** `ruled`: what the rules answered already. */
type Row = { set: string; asked: Asked; ruled: boolean; candidates: Candidate[]; right: number[] }

const models = new URL('../server/src/support/assistant/models/', import.meta.url)
const home = new URL('../bench/support/', import.meta.url).pathname
const write = (name: string, text: string) => writeFileSync(new URL(name, models), text)

const texts = examples().map(({ kind, language, text }) => {
  const { words, language: spoken } = readQuestion(text, language)
  return { label: kind, text: readAs(words, spoken) }
})
const { model, measured } = teach(texts, { bits: 13 })
write('kinds.json', writeModel(small(model)))
process.stdout.write(`kinds: ${texts.length} examples, accuracy ${measured.accuracy.toFixed(3)}, macro-F1 ${measured.macro.toFixed(3)}\n`)

const rows = await rowsOfSets()
const sets = [['first', 'nimbus'], ...[...new Set(rows.map(({ set }) => set))].filter((set) => set !== 'first' && set !== 'nimbus').map((set) => [set])]
for (const left of sets) {
  const weights = weightsOf(rows.filter(({ set }) => !left.includes(set)))
  for (const set of left)
    print(
      set,
      rows.filter((row) => row.set === set),
      weights,
    )
}
write('answering.json', `${JSON.stringify({ version: 1, weights: weightsOf(rows) })}\n`)

/** Small weights are left out, and the others said in few steps: it reads as well, and packs into a fraction. */
function small(large: Linear): Linear {
  const weights = large.weights.map((row) => {
    const top = row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
    return row.map((weight) => (Math.abs(weight) < top / 60 ? 0 : (Math.round((weight / top) * 64) / 64) * top))
  })
  return { ...large, weights }
}

async function rowsOfSets(): Promise<Row[]> {
  const tmp = mkdtempSync(join(tmpdir(), 'leeward-train-'))
  const server = await startEmbedded(join(tmp, 'database'))
  try {
    const rows: Row[] = []
    for (const [set, isHeld] of [['first', () => false] as const, ...Object.entries(worlds)]) {
      const folder = set === 'first' ? home : join(home, 'assistant-unseen', set)
      if (!existsSync(folder)) continue
      for (const { asked, material, named } of await readyToAnswer(server.url, tmp, readSet(folder, home))) {
        const { asked: question, why } = read(asked.text, material)
        if (isHeld(asked.nth) || why.length > 0) continue
        const { ruled, candidates } = weigh(question, material)
        if (candidates.length === 0) continue
        const right = candidates.flatMap(({ keys }, at) => (asked.group === 'answer' && keys.some((key) => asked.expected.includes(named(key))) ? [at] : []))
        rows.push({ set, asked, ruled: ruled.length > 0, candidates, right: right.length > 0 ? right : [0] })
      }
    }
    return rows
  } finally {
    await server.remove()
    rmSync(tmp, { recursive: true, force: true })
  }
}

/** The hardest set counts twice: people ask like that. */
function weightsOf(some: Row[]) {
  return fitWeights(
    some.map(({ set, candidates, right }) => ({ candidates: candidates.map(({ features }) => features), right, weight: set === 'quayside' ? 2 : 1 })),
    { ridge: 2, rate: 2 },
  )
}

/** Of what the rules leave. */
function print(set: string, some: Row[], weights: Record<string, number>) {
  const left = some.filter(({ ruled }) => !ruled).map((row) => ({ ...row, ...choose(row.candidates, { version: 1, weights }) }))
  const of = (group: Asked['group']) => left.filter(({ asked }) => asked.group === group)
  const right = of('answer').filter(({ best, isLikely, candidates, right: rights }) => best && isLikely && rights.includes(candidates.indexOf(best)))
  const wrong = of('none').filter(({ isLikely }) => isLikely)
  process.stdout.write(
    `${set}, by weights of the other worlds: of what the rules leave, ${right.length} of ${of('answer').length} answered rightly, and ${wrong.length} of ${of('none').length} that nobody can answer\n`,
  )
}
