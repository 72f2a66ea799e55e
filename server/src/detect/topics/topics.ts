// Topics that grow: words that many write of in the last hour and hardly anybody wrote of before, gathered where the same texts say them, and called by themselves.

export type Written = { id: string; text: string }
/** `usual`: in how many texts of an hour a term is found as a rule, at the volume of today. */
export type Topic = { name: string; texts: string[]; usual: number; examples: string[] }

/** Fewer are no topic, however new. */
const least = 5
/** How seldom chance alone would do it. */
const chance = 1e-6
/** What was never read before is not impossible. */
const unknown = 0.2
const mostTopics = 10
const together = 0.6

/** @param usual of a term; undefined where it was never read */
export function topicsOf(written: readonly Written[], usual: (term: string) => number | undefined): Topic[] {
  const found = new Map<string, Set<string>>()
  for (const { id, text } of written) for (const term of termsOf(text)) found.set(term, (found.get(term) ?? new Set()).add(id))
  const rising = [...found]
    .flatMap(([term, texts]) => {
      const expected = Math.max(unknown, usual(term) ?? 0)
      const luck = texts.size >= least ? poissonTail(texts.size, expected) : 1
      return luck < chance ? [{ term, texts, expected, luck }] : []
    })
    // Two words say more than one, where they say it as surely.
    .toSorted((one, other) => other.texts.size - one.texts.size || other.term.length - one.term.length)
  const topics: Topic[] = []
  const taken = new Set<string>()
  for (const { term, texts, expected } of rising) {
    if (taken.has(term) || topics.length === mostTopics) continue
    const kin = rising.filter((other) => !taken.has(other.term) && overlap(texts, other.texts) >= together)
    for (const other of kin) taken.add(other.term)
    const all = [...new Set(kin.flatMap((other) => [...other.texts]))]
    topics.push({ name: nameOf(kin.map((other) => other.term)), texts: all, usual: expected, examples: examplesOf(written, texts) })
  }
  return topics
}

/** The two words that stand beside each other, else the two that most say. */
function nameOf(terms: string[]): string {
  const pair = terms.find((term) => term.includes(' '))
  return pair ?? terms.slice(0, 2).join(' ')
}

/** Of those who wrote, the shortest that say enough, each once. */
function examplesOf(written: readonly Written[], texts: ReadonlySet<string>): string[] {
  const said = written.filter(({ id }) => texts.has(id)).map(({ text }) => text.replace(/\s+/g, ' ').trim())
  return [...new Set(said)].toSorted((one, other) => Math.abs(one.length - 80) - Math.abs(other.length - 80)).slice(0, 3)
}

const overlap = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  [...one].filter((each) => other.has(each)).length / Math.min(one.size, other.size)

/** Words and pairs of neighbours, each once a text; words that say nothing, and what was masked, are left out. */
export function termsOf(text: string): Set<string> {
  const words = text
    .slice(0, 4_000)
    .replace(/\[[\w-]+\]/g, ' . ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}'’]+/u)
  const terms = new Set<string>()
  let before: string | undefined
  for (const word of words) {
    const says = word.length >= 3 && word.length <= 40 && !/^\d+$/.test(word) && !dull.has(word)
    if (says) {
      terms.add(word)
      if (before) terms.add(`${before} ${word}`)
    }
    before = says ? word : undefined
  }
  return terms
}

/** P(X ≥ n) of a Poisson with the mean λ. */
export function poissonTail(n: number, mean: number): number {
  let term = Math.exp(-mean)
  let below = 0
  for (let k = 0; k < n; k += 1) {
    below += term
    term *= mean / (k + 1)
  }
  // Far out, where 1 − below is lost in rounding, the first term that is left says it.
  return Math.max(1 - below, term)
}

const dull = new Set(
  `the and for you your our are was were has have had not but with this that these those from they them their what when where which who why how can could will would should may might must shall
 all any some more most much many very just also only even still now then than there here about into out over under again after before because been being does did doing done get got getting
 its it's i'm i've don't doesn't didn't can't won't isn't aren't please thanks thank hello hi dear regards best team help need want like know see say said tell told one two time day today
 und der die das ist ein eine einen nicht mit für auf von dem den des sich auch als bei wie oder aber wir ihr sie ich mein meine bitte danke hallo
 les des une est pas pour dans que qui sur avec plus par nous vous mon mes bonjour merci los las una por con para que del como más pero sus muy hola gracias
 uma não com para que dos das mais por mas foi olá obrigado`.split(/\s+/),
)
