// Apologies by the rule of the house. Acknowledging what it does to people is always right; being sorry again and again is worth less each time.
import { inText, type Rule } from '../linter.ts'

const apology =
  /\b(?:we(?:'|’)?re|we are|i am|i(?:'|’)m)\s+(?:so\s+|very\s+|truly\s+|really\s+|deeply\s+|sincerely\s+)*sorry\b|\b(?:sincerely |deeply )?apologi[sz]e\b|\b(?:our|my|sincere|deepest)\s+(?:sincere(?:st)?\s+)?apolog(?:y|ies)\b|\bentschuldig(?:en|ung)\b|\btut uns leid\b/gi
const empty = /\b(?:sorry|apologi[sz]e)\s+for\s+any\s+(?:inconvenience|trouble)(?:\s+(?:this\s+)?(?:may|might)\s+(?:have\s+)?cause[ds]?)?/gi
const acknowledges =
  /\b(?:we know|we understand|you (?:cannot|can(?:'|’)t|could not|were unable)|this (?:stops|stopped|keeps|kept|means|meant)|sorry|apolog\w*|disrupt\w*|affect\w*|unable to|cannot|fail\w*|wissen|verstehen)\b/i

export const apologyRules: Rule[] = [
  {
    id: 'apology',
    severity: 'warning',
    check: ({ draft, before, house }) => {
      if (house.apology === 'free') return []
      const again = before.some(({ parts }) => inText(parts, apology, () => ({ sentence: '' })).length > 0)
      const places = inText(draft.parts, apology, () => ({
        sentence:
          house.apology === 'never'
            ? 'The house does not apologise in updates: say what it does to people, and what you do about it.'
            : 'You have apologised for this already. Say what is being repaired instead: repeated apologies lower trust.',
      }))
      return house.apology === 'never' || again ? places : places.slice(1).map((place) => ({ ...place, sentence: 'Once is enough in one update.' }))
    },
  },
  {
    id: 'empty-apology',
    severity: 'warning',
    check: ({ draft }) =>
      inText(draft.parts, empty, () => ({
        sentence: '“Any inconvenience” doubts that there was some. Name what people could not do.',
        fix: 'sorry that you could not …',
      })),
  },
  {
    id: 'no-acknowledgement',
    severity: 'hint',
    check: ({ draft }) => {
      const text = [draft.parts.happened, draft.parts.affected, draft.parts.known].filter(Boolean).join(' ')
      return draft.locale.startsWith('en') && text && !acknowledges.test(text) ? [{ sentence: 'Say what it means for people: what they cannot do now.' }] : []
    },
  },
]
