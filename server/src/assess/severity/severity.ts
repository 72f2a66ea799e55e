// The severity follows from four answers and from how many are hurt; every reason is said in words.
export type Answers = { customersHurt: 'all' | 'many' | 'some' | 'one'; canWork: 'no' | 'partly' | 'yes'; dataSafetyOrLaw: boolean; moneyWrong: boolean }
export type Judgement = { severity: 1 | 2 | 3 | 4; reasons: string[] }

/** 1 is critical, 4 is low. The strictest rule that holds decides; the others that hold at that level are named too. */
export function judge(answers: Answers): Judgement {
  const holding = rules.filter((rule) => rule.when(answers))
  const severity = Math.min(4, ...holding.map((rule) => rule.severity)) as Judgement['severity']
  const reasons = holding.filter((rule) => rule.severity === severity).map((rule) => rule.reason)
  return { severity, reasons: reasons.length > 0 ? reasons : ['Few customers are hurt, and they can work.'] }
}

const widely = ({ customersHurt }: Answers) => customersHurt === 'all' || customersHurt === 'many'

const rules: { severity: Judgement['severity']; when: (answers: Answers) => boolean; reason: string }[] = [
  { severity: 1, when: (a) => a.dataSafetyOrLaw, reason: 'Data, safety or the law is involved.' },
  { severity: 1, when: (a) => a.customersHurt === 'all' && a.canWork !== 'yes', reason: 'All customers are hurt and cannot work as usual.' },
  { severity: 1, when: (a) => a.customersHurt === 'many' && a.canWork === 'no', reason: 'Many customers cannot work at all.' },
  { severity: 2, when: (a) => widely(a) && a.canWork === 'partly', reason: 'Many customers can work only in part.' },
  { severity: 2, when: (a) => a.customersHurt === 'some' && a.canWork === 'no', reason: 'Some customers cannot work at all.' },
  { severity: 2, when: (a) => a.moneyWrong, reason: 'Customers’ money is wrong.' },
  { severity: 3, when: (a) => a.customersHurt === 'one' && a.canWork === 'no', reason: 'One customer cannot work at all.' },
  { severity: 3, when: (a) => a.customersHurt === 'some' && a.canWork === 'partly', reason: 'Some customers can work only in part.' },
  { severity: 3, when: (a) => widely(a) && a.canWork === 'yes', reason: 'Many customers notice it, but can work.' },
]
