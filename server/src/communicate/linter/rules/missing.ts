// What a reader looks for and does not find.
import type { Parts } from '../../updates/updates.contract.ts'
import type { Draft, Found, Rule } from '../linter.ts'

const sentences: Partial<Record<keyof Parts, string>> = {
  happened: 'Say what happened.',
  affected: 'Say who is affected, and who is not.',
  known: 'Say what you know.',
  unknown: 'Say what you do not know yet: readers wonder anyway.',
  doing: 'Say what you are doing.',
  can: 'Say what customers can do meanwhile; if nothing, say that.',
  why: 'Say why it happened.',
  prevention: 'Say how you keep it from happening again.',
}

/** A holding update says only that we know; the final one answers four questions. */
export const wantedOf = ({ holding, phase }: Pick<Draft, 'holding' | 'phase'>): (keyof Parts)[] => {
  if (holding) return ['affected', 'doing']
  if (phase === 'resolved') return ['happened', 'why', 'doing', 'prevention']
  return ['happened', 'affected', 'known', 'unknown', 'doing', 'can']
}

const empty = (parts: Parts, part: keyof Parts) => (parts[part] ?? '').trim() === ''

export const missingRules: Rule[] = [
  {
    id: 'missing-part',
    severity: 'warning',
    check: ({ draft }) =>
      wantedOf(draft)
        .filter((part) => empty(draft.parts, part))
        .filter((part) => part !== 'can' || empty(draft.parts, 'workaround'))
        .map((part): Found => ({ part, sentence: sentences[part] ?? `Fill in “${part}”.` })),
  },
  {
    id: 'missing-promise',
    severity: 'warning',
    check: ({ draft }) =>
      draft.phase !== 'resolved' && draft.nextUpdateAt === null
        ? [{ sentence: 'Say when you write again: a promise with a time keeps people from writing in.' }]
        : [],
  },
  {
    id: 'placeholder',
    severity: 'error',
    check: ({ draft }) =>
      (Object.entries(draft.parts) as [keyof Parts, string | undefined][]).flatMap(([part, text]) =>
        [...(text ?? '').matchAll(/\{\{[^}]{0,60}\}\}|\[(?:insert|todo|tbd|xxx)[^\]]{0,60}\]|\bTODO\b|\bTBD\b|\bX{3,}\b/gi)].map(
          (match): Found => ({ part, from: match.index, to: match.index + match[0].length, sentence: `“${match[0]}” was left to be filled in.` }),
        ),
      ),
  },
]
