import { count, type Sentences } from '../../platform/events/sentences.ts'

const listed = (list: unknown) => (list === 'include' ? 'counted in' : 'left out')

export const impactSentences: Sentences = {
  ScopeChanged: { says: () => 'What is affected was changed; impact is worked out again.' },
  ImpactConditionsChanged: {
    says: ({ everyoneInScope, conditions }) =>
      `Who is hurt was said anew: ${everyoneInScope ? 'everybody in scope' : 'nobody for being in scope alone'}, and ${count(conditions)} ${conditions === 1 ? 'condition' : 'conditions'}.`,
  },
  ImpactListReplaced: {
    says: ({ accounts, list, bad }) => `${count(accounts)} accounts were listed to be ${listed(list)}${bad ? `; ${count(bad)} rows named no account` : ''}.`,
  },
  ImpactListRemoved: { says: ({ list }) => `The list of accounts to be ${listed(list)} was removed.` },
  ImpactAssessed: {
    says: ({ accounts, added, removed, vulnerable }) =>
      `Impact: ${count(accounts)} accounts (${count(added)} added, ${count(removed)} removed), ${count(vulnerable)} of them vulnerable.`,
  },
}
