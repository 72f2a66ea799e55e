// What a company set for its support: on top of what ships, read whole.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { type Weights, weightsOf } from './order.ts'
import { alwaysOpen, type Hours, shippedTargets, type Targets } from './promise.ts'

export type SupportSettings = {
  weights: Weights
  targets: Targets
  hours: Hours
  acknowledge: boolean
  linkItselfAt: number
  assignItself: boolean
  offerAfterMinutes: number
  assistant: boolean
  assistantPhrases: boolean
}

export async function supportSettings(db: Db): Promise<SupportSettings> {
  const { rows } = await sql<Omit<SupportSettings, 'weights' | 'targets' | 'hours'> & { weights: unknown; targets: Partial<Targets>; hours: Partial<Hours> }>`
    select weights, targets, hours, acknowledge, link_itself_at as "linkItselfAt", assign_itself as "assignItself", offer_after_minutes as "offerAfterMinutes", assistant, assistant_phrases as "assistantPhrases" from support_settings`.execute(
    db,
  )
  const own = rows[0]
  return {
    weights: weightsOf(own?.weights),
    targets: { first: { ...shippedTargets.first, ...own?.targets.first }, next: { ...shippedTargets.next, ...own?.targets.next } },
    hours: { ...alwaysOpen(), ...own?.hours },
    acknowledge: own?.acknowledge ?? true,
    linkItselfAt: own?.linkItselfAt ?? 0.8,
    assignItself: own?.assignItself ?? false,
    offerAfterMinutes: own?.offerAfterMinutes ?? 30,
    assistant: own?.assistant ?? true,
    assistantPhrases: own?.assistantPhrases ?? false,
  }
}
