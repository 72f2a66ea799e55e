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

export const plainAnswers: Answers = { customersHurt: 'some', canWork: 'partly', dataSafetyOrLaw: false, moneyWrong: false }
export const hurtChoices = ['all', 'many', 'some', 'one'] as const
export const workChoices = ['no', 'partly', 'yes'] as const
