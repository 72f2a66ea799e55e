// What a customer may ask for: remedies that the policy gives only to those who ask, where they would get one by asking that they do not get anyway.
import { nearest } from '../../communicate/frame/strings.ts'
import { applies, type Hurt, worth } from '../policies/amounts.ts'
import type { PolicyInForce, RemedyRule } from '../policies/policy.ts'

/** `sentence` in the words of the policy, with what there is of it in other languages. */
export type Offer = { remedy: string; sentence: string; translations: Record<string, string> }

/** Each remedy once, in the order of the policy. */
export function offersOf(policy: PolicyInForce, hurt: Omit<Hurt, 'asked'>): Offer[] {
  const asked = policy.rules.filter(({ optIn }) => optIn).map(({ remedy }) => remedy)
  const meant = policy.rules.filter((rule) => applies(rule, { ...hurt, asked }))
  return [...new Set(meant.filter(({ optIn }) => optIn).map(({ remedy }) => remedy))].flatMap((remedy) => {
    // A plan gives the largest of one remedy, and of equal ones the first: where that comes without asking, there is nothing to ask for.
    const [best] = meant.filter((rule) => rule.remedy === remedy).toSorted((one, other) => Number(worthOf(other) - worthOf(one)))
    return best?.optIn ? [{ remedy, ...wordsOf(best) }] : []
  })
  function worthOf(rule: RemedyRule): bigint {
    return rule.as === 'refund' ? 0n : (worth(rule, hurt, policy.roundUpTo) ?? -1n)
  }
}

/** What a remedy is called that was asked for, also where the policy has changed since and knows it no more. */
export function calledOf(policy: PolicyInForce, remedy: string): Omit<Offer, 'remedy'> {
  const rule = policy.rules.find((each) => each.remedy === remedy && each.optIn) ?? policy.rules.find((each) => each.remedy === remedy)
  return rule ? wordsOf(rule) : { sentence: remedy.replaceAll('-', ' '), translations: {} }
}

/** In the nearest language: pt-BR → pt → as the policy says it. */
export const saidIn = ({ sentence, translations }: Omit<Offer, 'remedy'>, locale: string): string => nearest(translations, locale) ?? sentence

const wordsOf = ({ sentence, translations = {} }: RemedyRule) => ({ sentence, translations })
