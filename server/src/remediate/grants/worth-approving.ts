// Whether a plan may be approved, by how many, and what people should see before they do.
import type { PolicyInForce } from '../policies/policy.ts'
import type { Adjust, PlanSummary } from './grants.contract.ts'

type Limits = Pick<PolicyInForce, 'caps' | 'twoPeopleAbove'>

/** What must be settled first, each in a sentence that says what to do. */
export function standsInTheWay(summary: PlanSummary, { policy, adjust }: { policy: Limits; adjust: Adjust }): string[] {
  const { caps } = policy
  const over = overCap(summary.totals, caps)
  const uncapped = caps.crisis ? summary.totals.filter(({ amountMinor, currency }) => amountMinor > 0 && caps.crisis?.[currency] === undefined) : []
  const currencies = summary.held.find(({ why }) => why === 'currency')?.accounts ?? 0
  return [
    ...(summary.withoutRevenue > 0 && adjust.withoutPrice === 'ask'
      ? [
          `${count(summary.withoutRevenue)} no known price, so nothing can be worked out for them. Import their prices and work it out again, write an amount for each, or leave them out with a reason.`,
        ]
      : []),
    ...over.map(
      ({ currency }) =>
        `The policy caps what one crisis may cost in ${currency}, and this plan costs more. Lower the share, leave somebody out, or change the policy.`,
    ),
    ...uncapped.map(({ currency }) => `The policy caps what one crisis may cost, but says nothing of ${currency}. Add a cap in ${currency} to the policy.`),
    ...(currencies > 0
      ? [`${count(currencies)} been given something in another currency for this crisis. Take that back first, or write 0 for them with a reason.`]
      : []),
  ]
}

/** What costs more than one crisis may. */
export const overCap = (totals: PlanSummary['totals'], caps: Limits['caps']): PlanSummary['totals'] =>
  totals.filter(({ amountMinor, currency }) => amountMinor > (caps.crisis?.[currency] ?? Number.POSITIVE_INFINITY))

const count = (accounts: number) => (accounts === 1 ? 'One account has' : `${accounts} accounts have`)

/** How many must agree, and why: what the playbook wants, and two where all that the crisis costs is over the policy's limit: nobody splits it. */
export function peopleFor(cost: PlanSummary['cost'], { twoPeopleAbove }: Limits, playbook: number): { people: number; why: string } {
  const large = twoPeopleAbove && cost.find(({ amountMinor, currency }) => amountMinor > 0 && amountMinor > (twoPeopleAbove[currency] ?? 0))
  return large && playbook < 2
    ? { people: 2, why: `Two people, since the crisis costs more with it than the policy lets one person approve in ${large.currency}.` }
    : { people: playbook, why: playbook === 1 ? 'One person, as the playbook says.' : `${playbook} people, as the playbook says.` }
}

/** Guidance from research (PRODUCT): 60–120 % of the loss works best; above about 150 % it adds nothing. The loss is an assumption, and said so. */
export function warningsOf({ loss, outliers }: Pick<PlanSummary, 'loss' | 'outliers'>): string[] {
  return [
    ...loss.flatMap(({ percent, loss: { currency } }) =>
      percent === null
        ? []
        : percent > 150
          ? [`In ${currency} this is ${percent} % of the estimated loss: above about 150 % more money adds nothing.`]
          : percent < 60
            ? [`In ${currency} this is ${percent} % of the estimated loss: below 60 % customers tend to find it too little.`]
            : [],
    ),
    ...(outliers > 0
      ? [
          `${outliers === 1 ? 'One account gets' : `${outliers} accounts get`} more than ten times the median of the same tier. Look at the largest before you approve.`,
        ]
      : []),
  ]
}
