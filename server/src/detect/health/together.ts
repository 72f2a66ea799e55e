// Many customers of one service, region or tier who use less on the same day are a witness of their own: the customers' use. How many do so on any other day says what chance does.
import type { Evidence } from '../suspicions/evidence.ts'

/** Customers of a service (in a region, of a tier; null: all of it) of whom a day's use is known. `usualShare`: of those who use less on the seven days before. */
export type Group = {
  brandId: string
  practice: boolean
  service: string
  serviceName: string
  region: string | null
  tier: string | null
  accounts: number
  dropped: number
  usualShare: number
}
/** Less than this share of what the same weekdays saw is a drop of the day. */
export const halfOf = 0.5
const least = 8
/** So many standard deviations above the usual: hundreds of groups are looked at. */
const surelyTimes = 5
/** A service that falls as deep as this share of the deepest is named beside it. */
const nearly = 0.8
const mostNamed = 3

export type Together = { brandId: string; practice: boolean; evidence: Evidence }

/** @param day that was looked at, as in 2030-01-31 @param now when it is told */
export function togetherOf(groups: readonly Group[], day: string, now: Date): Together[] {
  const telling = groups.filter(isTelling)
  return [...Map.groupBy(telling, ({ brandId, practice }) => `${brandId}/${practice}`).values()].flatMap((own) => {
    const services = [...Map.groupBy(own, ({ service }) => service).values()].map(narrowest)
    const deepest = Math.max(...services.map(share))
    const named = services.filter((group) => share(group) >= nearly * deepest).toSorted((one, other) => share(other) - share(one))
    return named.length > mostNamed ? [ofAll(named, day, now)] : named.map((group) => told(group, day, now))
  })
}

export function isTelling({ accounts, dropped, usualShare }: Group): boolean {
  const expected = accounts * usualShare
  return dropped >= least && dropped >= 2 * expected && dropped - expected >= surelyTimes * Math.sqrt(expected + 1)
}

const share = ({ dropped, accounts }: Group) => dropped / accounts

/** Of one service: where nearly all of them are of one region, or of one tier, it is said of that. */
function narrowest(own: readonly Group[]): Group {
  const most = Math.max(...own.map(({ dropped }) => dropped))
  const rank = ({ region, tier }: Group) => (region !== null ? 0 : tier !== null ? 1 : 2)
  const narrow = own.filter(({ dropped }) => dropped >= nearly * most)
  return narrow.toSorted((one, other) => rank(one) - rank(other) || other.dropped - one.dropped)[0] as Group
}

function told(group: Group, day: string, now: Date): Together {
  const { brandId, practice, service, serviceName, region, tier, accounts, dropped, usualShare } = group
  const where = [serviceName, region, tier && `tier ${tier}`].filter(Boolean).join(', ')
  return {
    brandId,
    practice,
    evidence: {
      kind: 'usage',
      key: `together/${service}`,
      weight: weightOf(group),
      size: dropped,
      sentence: `${dropped} of ${accounts} customers of ${where} used less than half of their usual on ${dayOf(day)}; ${Math.round(accounts * usualShare)} do so on other days.`,
      title: `${serviceName}: many customers use less`,
      topic: serviceName,
      service,
      region,
      at: now,
    },
  }
}

/** Every service alike: it is not said which one it is. */
function ofAll(named: readonly Group[], day: string, now: Date): Together {
  const largest = named.toSorted((one, other) => other.dropped - one.dropped)[0] as Group
  const { evidence, ...about } = told(largest, day, now)
  const { accounts, dropped, usualShare } = largest
  return {
    ...about,
    evidence: {
      ...evidence,
      key: 'together/all',
      service: null,
      region: null,
      title: 'Many customers use less, of every service',
      topic: 'customers use less',
      sentence: `${dropped} of ${accounts} customers used less than half of their usual on ${dayOf(day)}, of ${named.length} services alike; ${Math.round(accounts * usualShare)} do so on other days.`,
    },
  }
}

const weightOf = ({ dropped, accounts, usualShare }: Group) =>
  Math.round(Math.min(0.75, 0.3 + 0.05 * Math.log2(dropped / least) + 0.5 * (dropped / accounts - usualShare)) * 100) / 100
const dayOf = (day: string) => new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(day))
