// Free days: the period ends so much later than it was to end when this was approved. Never reckoned from now, so that a repeat adds nothing; never earlier than it ends already.
import type Stripe from 'stripe'
import type { DueLine } from '../payer.ts'
import { isRefused, markOf, numberOf, refused, type StripeMeans, textOf } from './means.ts'

const [day, mostDays] = [86_400, 730]

export const extension: StripeMeans = {
  shows: (line) => {
    const wanted = wantedOf(line)
    return isRefused(wanted) ? wanted : { method: 'POST', path: `/v1/subscriptions/${wanted.subscription}`, body: { ...wanted.params } }
  },
  pay: async (stripe, line) => {
    const wanted = wantedOf(line)
    if (isRefused(wanted)) return refused(wanted)
    const { subscription, params, until } = wanted
    const now = await stripe.subscriptions.retrieve(subscription)
    if (now.metadata[markOf(line.reference)]) return { kind: 'applied', providerId: now.id, answer: 'it was there already' }
    if (['canceled', 'incomplete_expired'].includes(now.status))
      return { kind: 'refused', why: 'The subscription has ended. Give a credit or a refund instead.' }
    const ends = endOf(now)
    if (!line.takesBack && ends > until)
      return { kind: 'refused', why: `The subscription runs until ${dateOf(ends)} already, later than ${dateOf(until)}. Plan its days anew.` }
    await stripe.subscriptions.update(subscription, params, { idempotencyKey: line.key })
    return { kind: 'applied', providerId: now.id, answer: `until ${dateOf(until)}` }
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
    return Object.entries(metadata).flatMap(([name, reference]) =>
      name === markOf(reference) ? [{ reference, providerId: id, amountMinor: null, currency: null, takenBack: false }] : [],
    )
  },
}

function wantedOf(line: DueLine): { subscription: string; until: number; params: Stripe.SubscriptionUpdateParams } | { refused: string } {
  const [subscription, periodEnd, days] = [textOf(line, 'subscription'), textOf(line, 'periodEnd'), numberOf(line, 'days')]
  const from = periodEnd ? Math.floor(Date.parse(periodEnd) / 1_000) : Number.NaN
  if (!subscription || !Number.isFinite(from))
    return { refused: 'No subscription with the end of its period is known. Sync the subscriptions, then plan anew.' }
  if (!days || !Number.isInteger(days) || days < 1 || days > mostDays) return { refused: `Free days are 1 to ${mostDays}: Stripe allows two years.` }
  const until = line.takesBack ? from : from + days * day
  return { subscription, until, params: { trial_end: until, proration_behavior: 'none', metadata: { [markOf(line.reference)]: line.reference } } }
}

const endOf = ({ trial_end: trial, items }: Stripe.Subscription): number => Math.max(trial ?? 0, ...items.data.map(({ current_period_end: end }) => end ?? 0))
const dateOf = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 10)
