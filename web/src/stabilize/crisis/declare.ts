// What the declaration asks, as values; the contract owns what they may be.
import type { Declare } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'

export type Kind = Declare['kind']
export type Answers = Declare['answers']

export const kinds = [
  'service-outage',
  'degraded-performance',
  'data-breach',
  'billing-failure',
  'product-failure',
  'product-recall',
  'shipping-delay',
  'third-party-failure',
  'regulatory-trouble',
  'natural-disaster',
  'complaint-surge',
  'single-customer',
  'support-down',
  'planned-maintenance',
] as const satisfies readonly Kind[]

/** What is known already where somebody comes from elsewhere, such as from planned work that hurts. */
export type Prefilled = { kind?: Kind; title?: string; services?: string[] }
export function prefilled({ kind, title, services }: Record<string, unknown>): Prefilled {
  const known = kinds.find((each) => each === kind)
  const ids = Array.isArray(services) ? services.filter((id): id is string => typeof id === 'string').slice(0, 100) : []
  return {
    ...(known ? { kind: known } : {}),
    ...(typeof title === 'string' ? { title: title.slice(0, 200) } : {}),
    ...(ids.length > 0 ? { services: ids } : {}),
  }
}

export const plainAnswers: Answers = { customersHurt: 'some', canWork: 'partly', dataSafetyOrLaw: false, moneyWrong: false }
export const hurtChoices = ['all', 'many', 'some', 'one'] as const
export const workChoices = ['no', 'partly', 'yes'] as const
