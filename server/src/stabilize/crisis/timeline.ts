// The timeline reads itself from the facts; each fact is one sentence.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { TimelineEntry } from './crisis.contract.ts'

type Row = { position: number; at: Date; type: string; actor: string; data: Record<string, unknown>; stream: string; text: string | null; title: string | null }

const shown = [
  'CrisisDeclared',
  'CommanderSeated',
  'CommanderAcknowledged',
  'SeverityChanged',
  'NoteWritten',
  'ScopeChanged',
  'ImpactConditionsChanged',
  'ImpactListReplaced',
  'ImpactListRemoved',
  'ImpactAssessed',
  'CriterionMet',
  'CriterionUnmet',
  'CrisisRestored',
  'SignOffAsked',
  'ReviewDrafted',
  'ReviewPublished',
  'CrisisClosed',
  'ClockReminderDue',
  'ClockMissed',
  'ClockMet',
  'ClockWaived',
  'ClockMoved',
  'UpdateSubmitted',
  'UpdateApproved',
  'UpdatePublished',
  'UpdateWithdrawn',
  'RemediesPlanned',
  'RemediesApproved',
  'RemediesGranted',
  'CustomerStillBroken',
  'DeliveriesFinished',
  'SuspicionRaised',
]

/** A page of the timeline; `before` is a position (newest first), `after` reads it in order. */
export async function timeline(deps: Deps, crisisId: string, page: { before?: number; limit: number; inOrder?: boolean }): Promise<TimelineEntry[]> {
  const { rows } = await sql<Row>`
    select e.position, e.occurred_at as at, e.type, e.actor, e.data, e.stream, t.body as text, said_in(case when e.stream like 'update/%' then substr(e.stream, 8)::uuid when e.stream like 'dispatch/%' then substr(e.stream, 10)::uuid end, 'en')->>'title' as title
      from events e
      left join texts t on t.id = coalesce(e.data->>'textId', e.data->>'reasonId', e.data->>'overrideReasonId', e.data->>'lateReasonId')::uuid
     where e.crisis_id = ${crisisId} and e.type = any (${shown}) ${page.before === undefined ? sql`` : sql`and e.position < ${page.before}`}
     order by e.position ${page.inOrder ? sql`` : sql`desc`} limit ${page.limit}`.execute(deps.db)
  const person = await namesOf(
    deps,
    rows.flatMap((row) => [row.actor, ...['commander', 'instead', 'by'].map((key) => row.data[key] as string | undefined)]),
  )
  return rows.map((row) => ({
    position: row.position,
    at: row.at.toISOString(),
    type: row.type,
    actor: person(row.actor),
    text: row.text,
    sentence: sentenceOf(row, (id) => person(String(id)).name),
    tone: toneOf(row.type),
  }))
}

const clockNames: Record<string, string> = {
  'team-assembled': 'team assembled',
  'first-message': 'first message to customers',
  'communication-plan': 'communication plan',
  'first-full-update': 'first full update',
  'impact-and-timeline': 'impact and timeline',
  'next-update': 'next update',
  'strategic-review': 'strategic review',
  review: 'review of the crisis',
}
export const clockName = (id: unknown): string => clockNames[String(id).replace(/\/\d+$/, '')] ?? String(id)
const time = (value: unknown) => new Date(String(value)).toISOString().slice(11, 16)

function sentenceOf({ type, data, title }: Row, name: (id: unknown) => string): string {
  switch (type) {
    case 'CrisisDeclared':
      return `Declared with severity ${data.severity}. ${(data.reasons as string[]).join(' ')}`
    case 'CommanderSeated':
      return `${name(data.commander)} took command from ${name(data.instead)}.`
    case 'CommanderAcknowledged':
      return `${name(data.commander)} acknowledged: a person is in command.`
    case 'SeverityChanged':
      return `Severity changed from ${data.from} to ${data.severity}.`
    case 'NoteWritten':
      return 'A note.'
    case 'ScopeChanged':
      return 'What is affected was changed; impact is worked out again.'
    case 'ImpactConditionsChanged':
      return `Who is hurt was said anew: ${data.everyoneInScope ? 'everybody in scope' : 'nobody for being in scope alone'}, and ${count(data.conditions)} ${data.conditions === 1 ? 'condition' : 'conditions'}.`
    case 'ImpactListReplaced':
      return `${count(data.accounts)} accounts were listed to be ${data.list === 'include' ? 'counted in' : 'left out'}${data.bad ? `; ${count(data.bad)} rows named no account` : ''}.`
    case 'ImpactListRemoved':
      return `The list of accounts to be ${data.list === 'include' ? 'counted in' : 'left out'} was removed.`
    case 'ImpactAssessed':
      return `Impact: ${count(data.accounts)} accounts (${count(data.added)} added, ${count(data.removed)} removed), ${count(data.vulnerable)} of them vulnerable.`
    case 'CriterionMet':
      return `${name(data.by)} checked a criterion: met.`
    case 'CriterionUnmet':
      return `${name(data.by)} found a criterion not met after all.`
    case 'CrisisRestored':
      return 'Restored: every criterion is met.'
    case 'SignOffAsked':
      return 'Customers were asked whether it works for them.'
    case 'CustomerStillBroken':
      return 'A customer says that it is still broken.'
    case 'ReviewDrafted':
      return 'The review was drafted from the timeline.'
    case 'ReviewPublished':
      return 'The review was published.'
    case 'CrisisClosed':
      return 'Closed.'
    case 'ClockReminderDue':
      return `Soon due: ${clockName(data.clock)}, by ${time(data.deadline)} UTC.`
    case 'ClockMissed':
      return `Missed: ${clockName(data.clock)} was due at ${time(data.deadline)} UTC.`
    case 'ClockMet':
      return `Kept: ${clockName(data.clock)}, due at ${time(data.deadline)} UTC.`
    case 'ClockWaived':
      return `Waived: ${clockName(data.clock)}, due at ${time(data.deadline)} UTC.`
    case 'ClockMoved':
      return `Moved closer: ${clockName(data.clock)}, now due at ${time(data.deadline)} UTC.`
    case 'UpdateSubmitted':
      return `Update written: “${title ?? ''}”.`
    case 'UpdateApproved':
      return `${name(data.by)} approved the update “${title ?? ''}”.`
    case 'UpdatePublished':
      return `Update published: “${title ?? ''}”.`
    case 'UpdateWithdrawn':
      return `Update withdrawn: “${title ?? ''}”.`
    case 'RemediesPlanned':
      return `Remedies worked out for ${count(data.accounts)} accounts.`
    case 'RemediesApproved':
      return `${name(data.by)} approved the remedies.`
    case 'RemediesGranted':
      return `Remedies granted to ${count(data.accounts)} accounts.`
    case 'DeliveriesFinished':
      return `Deliveries of “${title ?? ''}” finished: ${['accepted', 'bounced', 'failed', 'suppressed', 'unknown']
        .filter((state) => data[state])
        .map((state) => `${count(data[state])} ${state}`)
        .join(', ')}.`
    default:
      return type
  }
}

const count = (value: unknown) => Number(value ?? 0).toLocaleString('en')

function toneOf(type: string): TimelineEntry['tone'] {
  if (type === 'ClockMissed' || type === 'CustomerStillBroken' || type === 'CriterionUnmet') return 'bad'
  if (type === 'ClockReminderDue' || type === 'ClockWaived' || type === 'SeverityChanged' || type === 'CrisisDeclared') return 'warning'
  if (type === 'ClockMet' || type === 'CrisisRestored' || type === 'CriterionMet' || type === 'UpdatePublished' || type === 'RemediesGranted') return 'good'
  return 'plain'
}
