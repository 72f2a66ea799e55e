// Words that cost trust: jargon, blame, false comfort, hedges, softening where the law forbids it, personal promises, words the house never uses.
import { inText, type Rule } from '../linter.ts'
import { blame, hedges, jargon, personal, reassurance, softening } from './word-lists.ts'

const any = (words: string[]) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
const english = (locale: string) => locale.toLowerCase().startsWith('en')

const jargonPattern = any(Object.keys(jargon))
const [blamePattern, hedgePattern, personalPattern, comfortPattern, softPattern] = [blame, hedges, personal, reassurance, softening].map(any) as [
  RegExp,
  RegExp,
  RegExp,
  RegExp,
  RegExp,
]
const entryOf = (said: string) => Object.entries(jargon).find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'iu').test(said))?.[1]

export const wordRules: Rule[] = [
  {
    id: 'banned-word',
    severity: 'error',
    check: ({ draft, house }) =>
      house.banned.length === 0 ? [] : inText(draft.parts, any(house.banned.map(literally)), ([said]) => ({ sentence: `The house never writes “${said}”.` })),
  },
  {
    id: 'softening',
    severity: 'error',
    // Rules on the safety of products forbid words in a recall notice that make the danger look smaller (EU 2023/988, article 36).
    check: ({ draft, facts }) =>
      facts.kind !== 'product-recall'
        ? []
        : inText(draft.parts, softPattern, ([said]) => ({
            sentence: `“${said}” makes a danger look smaller; the law forbids that in a recall. Say plainly what can happen and what to do.`,
          })),
  },
  {
    id: 'false-reassurance',
    severity: 'warning',
    check: ({ draft }) =>
      english(draft.locale)
        ? inText(draft.parts, comfortPattern, ([said]) => ({ sentence: `“${said}” promises what nobody knows yet. Say what was checked, and when.` }))
        : [],
  },
  {
    id: 'blame',
    severity: 'warning',
    check: ({ draft }) =>
      english(draft.locale)
        ? inText(draft.parts, blamePattern, ([said]) => ({
            sentence: `“${said}” points at somebody. Customers bought from you: say what failed and what you do about it.`,
          }))
        : [],
  },
  {
    id: 'personal-promise',
    severity: 'warning',
    check: ({ draft }) =>
      english(draft.locale)
        ? inText(draft.parts, personalPattern, ([said]) => ({ sentence: `“${said}” rests on a person. Name the process that keeps the promise.` }))
        : [],
  },
  {
    id: 'hedge',
    severity: 'hint',
    check: ({ draft }) =>
      english(draft.locale)
        ? inText(draft.parts, hedgePattern, ([said]) => ({
            sentence: `“${said}” leaves readers guessing whether they are meant. Say who is affected, and what is not known yet.`,
          }))
        : [],
  },
  {
    id: 'jargon',
    severity: 'hint',
    check: ({ draft }) =>
      english(draft.locale)
        ? inText(draft.parts, jargonPattern, ([said]) => {
            const plain = entryOf(said)
            return { sentence: `“${said}” is a word of the trade.`, ...(plain ? { fix: plain } : {}) }
          })
        : [],
  },
]
