import { z } from 'zod'
import { Line, Text } from '../../platform/contract.ts'

export const ObligationKey = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, 'must be lower-case letters, digits and dashes')

/** The moment from which a duty runs. `notification-sent` is the moment at which the duty named in `startsAfter` was done. */
export const bases = [
  'awareness',
  'discovery',
  'classification',
  'materiality-decision',
  'information-received',
  'reportable-information',
  'notification-sent',
  'consumer-notice-sent',
  'correction-started',
  'recall-started',
] as const
export const Basis = z.enum(bases)

/** `us-federal`: Monday to Friday without the federal holidays, moved ones included. `eu-target`: Monday to Friday without the closing days of TARGET. */
export const businessCalendars = ['us-federal', 'eu-target'] as const

/**
 * How long there is; exactly one of them. `hours` are exact; days end with the last second of the last day in the obligation’s time zone, and the day
 * of the start is not counted; `months` end on the same date, or on the last of a shorter month; `promptly` has no number in the law and no deadline here.
 */
export const DeadlineRule = z
  .strictObject({
    hours: z.number().int().min(1).max(2_000),
    calendarDays: z.number().int().min(1).max(400),
    businessDays: z.number().int().min(1).max(250),
    months: z.number().int().min(1).max(24),
    promptly: z.literal(true),
    calendar: z.enum(businessCalendars).describe('for businessDays'),
  })
  .partial()
  .refine(
    (rule) => lengths.filter((name) => rule[name] !== undefined).length === 1,
    `must name exactly one of hours, calendarDays, businessDays, months, promptly`,
  )
  .refine((rule) => (rule.businessDays === undefined) === (rule.calendar === undefined), 'calendar belongs to businessDays, and businessDays need one')

/**
 * One duty towards an authority or towards people, with its deadline. Not legal advice: `evidence` says what the entry rests on, and `verify` what a lawyer
 * must look at before anybody relies on it. A second limit (`alsoWithin`) runs from another basis; the earlier one counts.
 */
export const Obligation = z.strictObject({
  key: ObligationKey,
  regime: Line(80),
  title: Line(160),
  jurisdiction: z.string().regex(/^[A-Z]{2}(-[A-Z]{2})?$/, 'must be a country such as US, or a state such as US-CA'),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Brussels'),
  authority: Line(200).describe('who supervises it, or whom the notice reaches'),
  recipients: z
    .array(
      z.enum(['authority', 'individuals', 'consumers', 'media', 'investors', 'direct-accounts', 'attorney-general', 'credit-agencies', 'business-partner']),
    )
    .min(1),
  trigger: Line(600),
  startsFrom: Basis,
  startsAfter: ObligationKey.optional().describe('the duty whose notice starts this one'),
  deadline: DeadlineRule,
  alsoWithin: z.strictObject({ from: Basis, deadline: DeadlineRule }).optional(),
  extensions: Text(600).default('').describe('delays that the law allows, weekends and holidays, in words'),
  content: z.array(Line(300)).min(1).max(20),
  source: Line(300),
  evidence: z.enum(['text-of-law', 'secondary-source', 'not-verified']),
  verify: Line(800),
})
/** The file of duties, `playbooks/regimes.yaml`. What its names refer to must be there, above. */
export const Regimes = z.strictObject({ version: z.string().min(1), obligations: z.array(Obligation).min(1).max(200) }).superRefine(agree)

/** A question of a playbook whose "yes" starts clocks of the law. */
export const RegulatoryQuestion = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, 'must be lower-case letters, digits and dashes'),
  ask: Text(300).min(1),
  help: Text(1_000).optional(),
  starts: z.array(ObligationKey).min(1).max(24),
})
export type RegulatoryQuestion = z.output<typeof RegulatoryQuestion>
export type Obligation = z.output<typeof Obligation>
export type DeadlineRule = z.output<typeof DeadlineRule>
export type Basis = z.output<typeof Basis>
export type BusinessCalendar = (typeof businessCalendars)[number]

const lengths = ['hours', 'calendarDays', 'businessDays', 'months', 'promptly'] as const

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

function agree({ obligations }: { obligations: Obligation[] }, context: z.RefinementCtx) {
  const keys = obligations.map((each) => each.key)
  for (const [at, { key, startsFrom, startsAfter }] of obligations.entries()) {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: ['obligations', at, path], message })
    if (keys.indexOf(key) !== at) wrong('key', `another obligation is called ${key} already`)
    if (startsAfter !== undefined && !keys.slice(0, at).includes(startsAfter)) wrong('startsAfter', `there is no obligation ${startsAfter} above this one`)
    if ((startsFrom === 'notification-sent') !== (startsAfter !== undefined)) wrong('startsFrom', 'notification-sent and startsAfter belong together')
  }
}
