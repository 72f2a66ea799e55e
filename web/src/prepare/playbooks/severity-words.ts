// The condition of a severity rule as the rest of a sentence: "when many customers are hurt and they cannot work".
import { t, tOf } from '../../strings/t.ts'
import { number } from '../../ui/format.ts'
import type { Playbook } from './playbook.ts'

type Rule = Playbook['severity']['rules'][number]
const all = <Value>(given: Value | Value[] | undefined): Value[] => (given === undefined ? [] : Array.isArray(given) ? given : [given])
const either = (words: string[]) => (words.length > 0 ? [words.join(t('playbook.when.or'))] : [])

export function conditionInWords({ when }: Rule, questions: Playbook['severity']['questions']): string {
  const ask = (key: string) => questions.find((question) => question.key === key)?.ask ?? key
  const facts = ['affectedPercent', 'affectedAccounts', 'vulnerableAccounts', 'monthlyRevenue'] as const
  const parts = [
    ...either(
      all(when.customersHurt).map((who) =>
        who === 'one' ? t('playbook.when.oneHurt') : t('playbook.when.hurt', { who: tOf('declare.customersHurt', who).toLowerCase() }),
      ),
    ),
    ...either(all(when.canWork).map((how) => tOf('playbook.when.work', how))),
    ...(when.dataSafetyOrLaw ? [t('playbook.when.dataSafetyOrLaw')] : []),
    ...(when.moneyWrong ? [t('playbook.when.moneyWrong')] : []),
    ...Object.entries(when.answers ?? {}).map(([key, yes]) => (yes ? t('playbook.when.yes', { ask: ask(key) }) : t('playbook.when.no', { ask: ask(key) }))),
    ...facts.flatMap((fact) => (when[fact] ? [t(`playbook.when.${fact}`, { count: number(when[fact].atLeast) })] : [])),
  ]
  return t('playbook.when', { conditions: parts.join(t('playbook.when.and')) })
}
