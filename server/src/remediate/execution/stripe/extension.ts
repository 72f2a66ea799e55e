// Free days: the period ends so much later than Stripe says it ends. What was given is noted there in the same call, so that a repeat adds nothing, and only days that are still the last ones are taken back.
import type Stripe from 'stripe'
import type { DueLine } from '../payer.ts'
import { isRefused, markOf, numberOf, refused, type StripeMeans, textOf } from './means.ts'

const [day, mostDays] = [86_400, 730]

export const extension: StripeMeans = {
  shows: (line) => {
    const wanted = wantedOf(line)
    if (isRefused(wanted)) return wanted
    const trialEnd = line.takesBack ? 'as it was before those days' : `as it ends there, and ${wanted.days} days`
    return { method: 'POST', path: `/v1/subscriptions/${wanted.subscription}`, body: { trial_end: trialEnd, proration_behavior: 'none' } }
  },
  pay: async (stripe, line) => {
    const wanted = wantedOf(line)
    if (isRefused(wanted)) return refused(wanted)
    const now = await stripe.subscriptions.retrieve(wanted.subscription)
    if (now.metadata[markOf(line.reference)]) return { kind: 'applied', providerId: now.id, answer: 'it was there already' }
    if (['canceled', 'incomplete_expired'].includes(now.status))
      return { kind: 'refused', why: 'The subscription has ended. Give a credit or a refund instead.' }
    const span = line.takesBack ? spanBefore(now, line, line.takesBack.reference) : spanAfter(now, wanted.days)
    if (isRefused(span)) return refused(span)
    const note = [line.reference, span.from, span.until].join(' ')
    await stripe.subscriptions.update(
      wanted.subscription,
      { trial_end: span.until, proration_behavior: 'none', metadata: { [markOf(line.reference)]: note } },
      { idempotencyKey: line.key },
    )
    return { kind: 'applied', providerId: now.id, answer: `until ${dateOf(span.until)}` }
  },
  find: async (stripe, line) => {
    const wanted = wantedOf(line)
    if (isRefused(wanted)) return { kind: 'absent' }
    const { id, metadata } = await stripe.subscriptions.retrieve(wanted.subscription)
    return metadata[markOf(line.reference)] ? { kind: 'found', providerId: id } : { kind: 'absent' }
  },
  entries: async (stripe, line) => {
    const subscription = textOf(line, 'subscription')
    if (!subscription) return []
    const { id, metadata } = await stripe.subscriptions.retrieve(subscription)
    return Object.entries(metadata).flatMap(([name, note]) => {
      const [reference = ''] = note.split(' ')
      return name === markOf(reference) ? [{ reference, providerId: id, amountMinor: null, currency: null, takenBack: false }] : []
    })
  },
}

function wantedOf(line: DueLine): { subscription: string; days: number } | { refused: string } {
  const [subscription, days] = [textOf(line, 'subscription'), numberOf(line, 'days')]
  if (!subscription) return { refused: 'No subscription is known for the free days. Sync the subscriptions, then plan anew.' }
  if (!days || !Number.isInteger(days) || days < 1 || days > mostDays) return { refused: `Free days are 1 to ${mostDays}: Stripe allows two years.` }
  return { subscription, days }
}

/** From where a period ends to where it is to end, in seconds. */
type Span = { from: number; until: number }

/** Whatever moved the end since this was approved, the days come behind it. */
function spanAfter(now: Stripe.Subscription, days: number): Span | { refused: string } {
  const from = endOf(now)
  return from > 0 ? { from, until: from + days * day } : { refused: 'Stripe does not say when the period of this subscription ends. Give a credit instead.' }
}

/** Days are only taken back while they are the last ones: behind those of somebody else, or a period that was billed since, they are not ours to move. */
function spanBefore(now: Stripe.Subscription, line: DueLine, given: string): Span | { refused: string } {
  const [ends, span] = [endOf(now), spanNoted(now.metadata[markOf(given)], line)]
  if (!span) return { refused: 'Stripe does not know these days any more. Look at the subscription there, then say so here.' }
  if (ends !== span.until)
    return {
      refused: `The subscription runs until ${dateOf(ends)} and not until ${dateOf(span.until)}, as these days left it: something moved it since. Look at it there, then say so here.`,
    }
  return { from: ends, until: span.from }
}

/** What was noted when they were given; where only the reference was, they were reckoned from the end that was known when they were approved. */
function spanNoted(note: string | undefined, line: DueLine): Span | undefined {
  if (!note) return undefined
  const [, from, until] = note.split(' ').map(Number)
  if (from && until) return { from, until }
  const [approved, days] = [Math.floor(Date.parse(textOf(line, 'periodEnd') ?? '') / 1_000), numberOf(line, 'days') ?? 0]
  return Number.isFinite(approved) ? { from: approved, until: approved + days * day } : undefined
}

const endOf = ({ trial_end: trial, items }: Stripe.Subscription): number => Math.max(trial ?? 0, ...items.data.map(({ current_period_end: end }) => end ?? 0))
const dateOf = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 10)
