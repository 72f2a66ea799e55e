// A discount on a subscription: a coupon of its own that can be used once, put beside the discounts that are there; only ours is taken away again.
import type Stripe from 'stripe'
import type { DueLine } from '../payer.ts'
import { stripeAmount } from './amount.ts'
import type { StripeFault } from './errors.ts'
import { hashOf, isRefused, metadataOf, numberOf, refused, type StripeMeans, textOf } from './means.ts'

export const discount: StripeMeans = {
  shows: (line) => {
    const wanted = wantedOf(line)
    if (isRefused(wanted)) return wanted
    const body = line.takesBack ? { discounts: `all but ${wanted.coupon}` } : { discounts: `those that are there and ${wanted.coupon}`, coupon: wanted.params }
    return { method: 'POST', path: `/v1/subscriptions/${wanted.subscription}`, body }
  },
  pay: async (stripe, line) => {
    const wanted = wantedOf(line)
    if (isRefused(wanted)) return refused(wanted)
    const { subscription, coupon, params } = wanted
    const there = await discountsOf(stripe, subscription)
    const others = there.filter((each) => couponOf(each) !== coupon).map(({ id }) => ({ discount: id }))
    if (line.takesBack) {
      if (others.length < there.length)
        await stripe.subscriptions.update(subscription, { discounts: others.length > 0 ? others : '' }, { idempotencyKey: line.key })
      return { kind: 'applied', providerId: coupon, answer: others.length < there.length ? 'the discount is gone' : 'the discount was gone already' }
    }
    if (others.length < there.length) return { kind: 'applied', providerId: coupon, answer: 'it was there already' }
    await stripe.coupons.create(params, { idempotencyKey: `${line.key}:coupon` }).catch((error: StripeFault) => {
      if (error.code !== 'resource_already_exists') throw error
    })
    await stripe.subscriptions.update(subscription, { discounts: [...others, { coupon }] }, { idempotencyKey: line.key })
    return { kind: 'applied', providerId: coupon }
  },
  find: async (stripe, line) => {
    const wanted = wantedOf(line)
    if (isRefused(wanted)) return { kind: 'absent' }
    const { subscription, coupon } = wanted
    const there = (await discountsOf(stripe, subscription)).some((each) => couponOf(each) === coupon)
    if (line.takesBack) return there ? { kind: 'absent' } : { kind: 'found', providerId: coupon }
    // Used up already: a coupon is used once at most.
    return there || (await timesUsed(stripe, coupon)) > 0 ? { kind: 'found', providerId: coupon } : { kind: 'absent' }
  },
  entries: async (stripe, line) => {
    const wanted = wantedOf(line)
    if (isRefused(wanted)) return []
    const used = await timesUsed(stripe, wanted.coupon)
    return used > 0
      ? [{ reference: line.takesBack?.reference ?? line.reference, providerId: wanted.coupon, amountMinor: null, currency: null, takenBack: false }]
      : []
  },
}

function wantedOf(line: DueLine): { subscription: string; coupon: string; params: Stripe.CouponCreateParams } | { refused: string } {
  const [subscription, percent, months] = [textOf(line, 'subscription'), numberOf(line, 'percent'), numberOf(line, 'months')]
  if (!subscription) return { refused: 'No subscription is known for the discount. Sync the subscriptions, then plan anew.' }
  const off = percent === undefined ? stripeAmount(Math.abs(line.amountMinor), line.currency) : percent
  if (typeof off !== 'number') return off
  if (percent !== undefined && !(percent > 0 && percent <= 100)) return { refused: 'A discount is more than 0 and at most 100 percent.' }
  if (months !== undefined && !(Number.isInteger(months) && months >= 1 && months <= 60)) return { refused: 'A discount lasts 1 to 60 months.' }
  const coupon = `leeward-${hashOf(line.takesBack?.reference ?? line.reference)}`
  const duration = months === undefined || months === 1 ? ({ duration: 'once' } as const) : ({ duration: 'repeating', duration_in_months: months } as const)
  const amount = percent === undefined ? { amount_off: off, currency: line.currency.toLowerCase() } : { percent_off: percent }
  return {
    subscription,
    coupon,
    params: { id: coupon, ...amount, ...duration, max_redemptions: 1, name: line.description.slice(0, 40), metadata: metadataOf(line) },
  }
}

async function discountsOf(stripe: Stripe, subscription: string): Promise<Stripe.Discount[]> {
  const { discounts } = await stripe.subscriptions.retrieve(subscription, { expand: ['discounts'] })
  return discounts.filter((each): each is Stripe.Discount => typeof each !== 'string')
}
const couponOf = ({ source: { coupon } }: Stripe.Discount): string | undefined => (typeof coupon === 'string' ? coupon : coupon?.id)

const timesUsed = async (stripe: Stripe, coupon: string): Promise<number> =>
  stripe.coupons.retrieve(coupon).then(
    ({ times_redeemed: times }) => times,
    (error: StripeFault) => {
      if (error.code === 'resource_missing') return 0
      throw error
    },
  )
