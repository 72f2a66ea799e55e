import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { Obligation } from './regulatory.contract.ts'
import { type RegulatoryCommand, type RegulatoryFact, regulatory } from './regulatory.ts'

describe('Questions of the law', () => {
  test('a yes starts the clocks it names, from the moment the law counts from', () =>
    law()
      .when(yes({ awareness: at('09:00') }, warning))
      .then(answered('yes'), started(warning, at('09:00'), at('09:00', 2))))
  test('a clock whose moment is not known yet waits for it', () =>
    law()
      .when(yes({}, filing))
      .then(answered('yes'), started(filing, null, null)))
  test('a no starts nothing', () =>
    law()
      .when({ ...yes({}), answer: 'no', obligations: [warning] })
      .then(answered('no')))
  test('a yes that is taken back dismisses what it had started', () =>
    law(answered('yes'), started(warning, at('09:00'), at('09:00', 2)))
      .when({ ...yes({}), answer: 'no', reasonId: 'r' })
      .then({ ...answered('no'), reasonId: 'r' } as RegulatoryFact, { type: 'ObligationDismissed', key: 'warning', reasonId: 'r', by: 'lea', at: at('10:00') }))
  test('a yes that is taken back leaves what another yes wants, too, and what was started by hand', () => {
    const both = { q: ['warning', 'filing'], other: ['warning'] }
    law(answered('yes'), started(warning, at('09:00'), at('09:00', 2)), started(filing, null, null), {
      ...answered('yes'),
      question: 'other',
    } as RegulatoryFact)
      .when({ ...yes({}), answer: 'no', starts: both })
      .then(answered('no'), { type: 'ObligationDismissed', key: 'filing', by: 'lea', at: at('10:00') })
    law({ ...started(warning, at('09:00'), at('09:00', 2)), question: undefined } as RegulatoryFact, answered('yes'))
      .when({ ...yes({}), answer: 'no', starts: both })
      .then(answered('no'))
  })
  test('the last yes that is taken back dismisses it, whichever of them had started it', () =>
    law(answered('no'), started(warning, at('09:00'), at('09:00', 2)), { ...answered('yes'), question: 'other' } as RegulatoryFact)
      .when({ ...yes({}), question: 'other', answer: 'no', starts: { q: ['warning'], other: ['warning'] } })
      .then({ ...answered('no'), question: 'other' } as RegulatoryFact, { type: 'ObligationDismissed', key: 'warning', by: 'lea', at: at('10:00') }))
  test('another yes does not ask again for what was notified already', () =>
    law(answered('yes'), started(warning, at('09:00'), at('09:00', 2)), {
      type: 'ObligationMet',
      key: 'warning',
      attachments: ['f'],
      met: at('09:40'),
      late: false,
      by: 'lea',
      at: at('09:45'),
    })
      .when({ ...yes({}, warning, filing), question: 'other' })
      .then({ ...answered('yes'), question: 'other' } as RegulatoryFact, { ...started(filing, null, null), question: 'other' } as RegulatoryFact))
  test('the same answer again says nothing new', () => law(answered('yes')).when(yes({}, warning)).thenNothing())
  test('a moment in the future is refused', () =>
    law()
      .when(yes({ awareness: at('11:00') }, warning))
      .thenRefused('not-valid'))
  test('a moment so long past that the deadline is over is missed at once', () =>
    law()
      .when(yes({ awareness: at('09:00', -3) }, warning))
      .then(answered('yes'), started(warning, at('09:00', -3), at('09:00', -2)), {
        type: 'ObligationMissed',
        key: 'warning',
        deadline: at('09:00', -2),
        at: at('10:00'),
      }))
})

describe('A clock of the law', () => {
  const running = (...then: RegulatoryFact[]) => law(started(warning, at('09:00'), at('09:00', 2)), ...then)
  test('reminds when a third of the time is left', () => running().wakesAt(at('01:00', 2)))
  test('is missed at its deadline, and stays open', () =>
    running(reminded)
      .when({ type: 'CheckObligations', now: at('09:00', 2) })
      .then({ type: 'ObligationMissed', key: 'warning', deadline: at('09:00', 2), at: at('09:00', 2) }))
  test('is not met without evidence', () => running().when(met([])).thenRefused('not-valid'))
  test('met in time', () =>
    running()
      .when(met(['file']))
      .then({ type: 'ObligationMet', key: 'warning', attachments: ['file'], met: at('10:00'), late: false, by: 'lea', at: at('10:00') }))
  test('can still be met when it was missed, and says that it was late', () =>
    running({ type: 'ObligationMissed', key: 'warning', deadline: at('09:00', 2), at: at('09:00', 2) })
      .when({ ...met(['file']), met: at('11:00', 2), now: at('11:00', 2) })
      .then({ type: 'ObligationMet', key: 'warning', attachments: ['file'], met: at('11:00', 2), late: true, by: 'lea', at: at('11:00', 2) }))
  test('meeting one dates what runs from its notice', () =>
    law(started(warning, at('09:00'), at('09:00', 2)), started(report, null, null))
      .when(met(['file']))
      .then(
        { type: 'ObligationMet', key: 'warning', attachments: ['file'], met: at('10:00'), late: false, by: 'lea', at: at('10:00') },
        { type: 'ObligationDated', key: 'report', basisAt: at('10:00'), alsoAt: null, deadline: at('10:00', 2), at: at('10:00') },
      ))
  test('its moment can be given later', () =>
    law(started(filing, null, null))
      .when({ type: 'GiveMoment', key: 'filing', basis: 'materiality-decision', moment: at('09:30'), now: at('10:00') })
      .then({ type: 'ObligationDated', key: 'filing', basisAt: at('09:30'), alsoAt: null, deadline: at('09:30', 2), at: at('10:00') }))
  test('a moment that the law does not count from is refused', () =>
    law(started(filing, null, null))
      .when({ type: 'GiveMoment', key: 'filing', basis: 'discovery', moment: at('09:30'), now: at('10:00') })
      .thenRefused('not-valid'))
  test('it is dismissed with a reason, once', () =>
    running({ type: 'ObligationDismissed', key: 'warning', reasonId: 'r', by: 'lea', at: at('09:30') })
      .when({ type: 'DismissObligation', key: 'warning', reasonId: 's', by: 'lea', now: at('10:00') })
      .thenRefused('already-done'))
  test('an extension must end later', () =>
    running()
      .when({ type: 'ExtendObligation', key: 'warning', deadline: at('08:00', 2), reasonId: 'r', now: at('10:00') })
      .thenRefused('not-valid'))
  test('an extension gives a new deadline, with a reminder of its own', () =>
    running(reminded, { type: 'ObligationExtended', key: 'warning', deadline: at('09:00', 4), reasonId: 'r', at: at('02:00', 2) }).wakesAt(at('09:00', 3)))
  test('an extension that was granted outlives a corrected moment', () => {
    const extended: RegulatoryFact = { type: 'ObligationExtended', key: 'warning', deadline: at('09:00', 4), reasonId: 'r', at: at('09:30') }
    const correct = { type: 'GiveMoment', key: 'warning', basis: 'awareness', now: at('10:00') } as const
    const dated = { type: 'ObligationDated', key: 'warning', alsoAt: null, at: at('10:00') } as const
    running(extended)
      .when({ ...correct, moment: at('09:20') })
      .then({ ...dated, basisAt: at('09:20'), deadline: at('09:00', 4) })
    running()
      .when({ ...correct, moment: at('09:20') })
      .then({ ...dated, basisAt: at('09:20'), deadline: at('09:20', 2) })
  })
  test('is not met before the moment it counts from: one of the two is wrong', () =>
    running()
      .when({ ...met(['f']), met: at('08:59') })
      .thenRefused('not-valid'))
  test('what has not begun is not extended: its moment is given first', () =>
    law(started(filing, null, null))
      .when({ type: 'ExtendObligation', key: 'filing', deadline: at('09:00', 4), reasonId: 'r', now: at('10:00') })
      .thenRefused('out-of-order'))
  test('an unknown one is refused', () =>
    running()
      .when({ ...met(['f']), key: 'tea' })
      .thenRefused('not-found'))
  test('nothing wakes once all is met or dismissed', () =>
    running({ type: 'ObligationMet', key: 'warning', attachments: ['f'], met: at('10:00'), late: false, by: 'lea', at: at('10:00') }).wakesAt(undefined))
})

/** `day` 1 is the first of the month. */
const at = (time: string, day = 1) => new Date(Date.UTC(2030, 4, day, Number(time.slice(0, 2)), Number(time.slice(3))))
const obligation = (key: string, more: Partial<Obligation>): Obligation =>
  Obligation.parse({
    key,
    regime: 'Law',
    title: key,
    jurisdiction: 'EU',
    timeZone: 'Europe/Brussels',
    authority: 'The authority',
    recipients: ['authority'],
    trigger: 'Something happened.',
    startsFrom: 'awareness',
    deadline: { hours: 24 },
    content: ['What happened'],
    source: 'The law',
    evidence: 'text-of-law',
    verify: 'Verify with counsel.',
    ...more,
  })
const warning = obligation('warning', {})
const report = obligation('report', { startsFrom: 'notification-sent', startsAfter: 'warning' })
const filing = obligation('filing', { startsFrom: 'materiality-decision' })
const law = (...past: RegulatoryFact[]) => specification(regulatory).given(...past)
const yes = (moments: Record<string, Date>, ...obligations: Obligation[]): Extract<RegulatoryCommand, { type: 'AnswerQuestion' }> => ({
  type: 'AnswerQuestion',
  question: 'q',
  answer: 'yes',
  obligations,
  moments,
  by: 'lea',
  now: at('10:00'),
})
const answered = (answer: 'yes' | 'no'): RegulatoryFact => ({ type: 'RegulatoryQuestionAnswered', question: 'q', answer, by: 'lea', at: at('10:00') })
const started = (of: Obligation, basisAt: Date | null, deadline: Date | null): RegulatoryFact => ({
  type: 'ObligationStarted',
  obligation: of,
  question: 'q',
  basisAt,
  alsoAt: null,
  deadline,
  at: at('10:00'),
})
const reminded: RegulatoryFact = { type: 'ObligationReminderDue', key: 'warning', deadline: at('09:00', 2), at: at('01:00', 2) }
const met = (attachments: string[]): Extract<RegulatoryCommand, { type: 'MeetObligation' }> => ({
  type: 'MeetObligation',
  key: 'warning',
  attachments,
  met: at('10:00'),
  by: 'lea',
  now: at('10:00'),
})
