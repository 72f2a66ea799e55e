// The severity follows from answers and from what impact shows, by the house's rules and the playbook's own; every reason is said in words.
import type { Answers, SeverityCondition, SeverityFacts, SeverityPlan, SeverityProposal, SeverityRule } from './severity.contract.ts'

/**
 * 1 is critical, 4 is low. The strictest rule that holds decides; the others that hold at that level are named too.
 * Without `facts` (impact is not assessed yet) rules about facts do not hold.
 */
export function judge(answers: Answers, plan: SeverityPlan = plainPlan, facts?: SeverityFacts): SeverityProposal {
  const rules = [...(plan.standardRules ? standardRules : []), ...plan.rules]
  const holding = rules.filter((rule) => holds(rule.when, answers, facts))
  const severity = Math.min(4, ...holding.map((rule) => rule.severity))
  const decisive = holding.filter((rule) => rule.severity === severity)
  if (decisive.length === 0) return { severity: plan.otherwise, reasons: [plan.otherwiseReason ?? (plan.standardRules ? fewAreHurt : noRuleHolds)] }
  return { severity, reasons: [...new Set(decisive.map((rule) => withFigures(rule, facts)))] }
}

const fewAreHurt = 'Few customers are hurt, and they can work.'
// Without the house's rules nothing is known of how many are hurt.
const noRuleHolds = 'None of the playbook’s rules asks for another level.'
const plainPlan: SeverityPlan = { standardRules: true, questions: [], rules: [], otherwise: 4 }
const factNames = ['affectedPercent', 'affectedAccounts', 'vulnerableAccounts', 'monthlyRevenue'] as const

function holds(when: SeverityCondition, answers: Answers, facts: SeverityFacts | undefined): boolean {
  const among = <T>(wanted: T | T[] | undefined, given: T) => wanted === undefined || [wanted].flat().includes(given as never)
  return (
    among(when.customersHurt, answers.customersHurt) &&
    among(when.canWork, answers.canWork) &&
    among(when.dataSafetyOrLaw, answers.dataSafetyOrLaw) &&
    among(when.moneyWrong, answers.moneyWrong) &&
    Object.entries(when.answers ?? {}).every(([key, wanted]) => (Object.hasOwn(answers.more ?? {}, key) ? answers.more?.[key] : false) === wanted) &&
    factNames.every((name) => {
      const least = when[name]?.atLeast
      return least === undefined || (facts !== undefined && facts[name] >= least)
    })
  )
}

/** A reason that rests on a figure says the figure. */
function withFigures({ when, reason }: SeverityRule, facts: SeverityFacts | undefined): string {
  const figures = facts
    ? factNames.flatMap((name) =>
        when[name] ? [name === 'affectedPercent' ? `${Math.round(facts[name])} %` : Math.round(facts[name]).toLocaleString('en')] : [],
      )
    : []
  return figures.length > 0 ? `${reason.replace(/\.$/, '')} (now ${figures.join(', ')}).` : reason
}

const widely: SeverityCondition['customersHurt'] = ['all', 'many']

/** What holds in every kind of crisis, unless its playbook leaves it out. The thresholds on facts are ours; a playbook may be stricter. */
const standardRules: SeverityRule[] = [
  { severity: 1, when: { dataSafetyOrLaw: true }, reason: 'Data, safety or the law is involved.' },
  { severity: 1, when: { customersHurt: 'all', canWork: ['no', 'partly'] }, reason: 'All customers are hurt and cannot work as usual.' },
  { severity: 1, when: { customersHurt: 'many', canWork: 'no' }, reason: 'Many customers cannot work at all.' },
  {
    severity: 1,
    when: { affectedPercent: { atLeast: 50 }, canWork: ['no', 'partly'] },
    reason: 'Half of all accounts or more are hurt and cannot work as usual.',
  },
  { severity: 2, when: { customersHurt: widely, canWork: 'partly' }, reason: 'Many customers can work only in part.' },
  { severity: 2, when: { customersHurt: 'some', canWork: 'no' }, reason: 'Some customers cannot work at all.' },
  { severity: 2, when: { moneyWrong: true }, reason: 'Customers’ money is wrong.' },
  { severity: 2, when: { vulnerableAccounts: { atLeast: 1 }, canWork: 'no' }, reason: 'Vulnerable customers cannot work at all.' },
  { severity: 2, when: { affectedPercent: { atLeast: 10 }, canWork: ['no', 'partly'] }, reason: 'A tenth of all accounts or more cannot work as usual.' },
  { severity: 3, when: { customersHurt: 'one', canWork: 'no' }, reason: 'One customer cannot work at all.' },
  { severity: 3, when: { customersHurt: 'some', canWork: 'partly' }, reason: 'Some customers can work only in part.' },
  { severity: 3, when: { customersHurt: widely, canWork: 'yes' }, reason: 'Many customers notice it, but can work.' },
]
