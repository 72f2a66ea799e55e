import type { Sentences } from '../../platform/events/sentences.ts'

/** 31 Jan 2030 09:15 UTC: these deadlines may be weeks away. */
const moment = (value: unknown) => `${new Date(String(value)).toISOString().slice(0, 16).replace('T', ' ')} UTC`
const named = (obligation: unknown) => {
  const { regime, title } = obligation as { regime: string; title: string }
  return `${regime}, ${title}`
}

/** `title` is the duty's name. */
export const regulatorySentences: Sentences = {
  RegulatoryQuestionAnswered: {
    says: ({ by, answer }, name, title) => `${name(by)} answered “${title}”: ${answer}.`,
    people: ({ by }) => [by],
  },
  ObligationStarted: {
    says: ({ obligation, deadline }) => `Clock of the law started: ${named(obligation)}${deadline ? `, due by ${moment(deadline)}` : ''}.`,
    tone: 'warning',
  },
  ObligationDated: { says: ({ deadline }, _, title) => `Clock of the law dated: ${title}${deadline ? `, due by ${moment(deadline)}` : ''}.` },
  ObligationExtended: { says: ({ deadline }, _, title) => `Extended: ${title}, now due by ${moment(deadline)}.`, tone: 'warning' },
  ObligationReminderDue: { says: ({ deadline }, _, title) => `Soon due by law: ${title}, by ${moment(deadline)}.`, tone: 'warning' },
  ObligationMissed: {
    says: ({ deadline }, _, title) => `Missed by law: ${title} was due by ${moment(deadline)}. Send it all the same, with the reasons.`,
    tone: 'bad',
  },
  ObligationMet: { says: ({ by, late }, name, title) => `${name(by)} met${late ? ', late' : ''}: ${title}.`, tone: 'good', people: ({ by }) => [by] },
  ObligationDismissed: { says: ({ by }, name, title) => `${name(by)} noted that it does not apply: ${title}.`, people: ({ by }) => [by] },
}
