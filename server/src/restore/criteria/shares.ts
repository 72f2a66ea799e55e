// Services come back one after the other and by shares: each step up is the next one, stepping back needs a reason, and whoever goes before a service that comes first says why.
import { Refused } from '../../platform/refused.ts'
import type { CriterionNow, Looked, RestoreState } from './restore.ts'

export type ShareCommand = { type: 'MoveShare'; serviceId: string; percent: number; reasonId?: string } | { type: 'SetOrder'; services: string[] }
/** `figures`: how its criteria stood at that moment. */
export type ShareFact =
  | { type: 'OrderSet'; services: string[]; by: string; at: Date }
  | {
      type: 'ShareMoved'
      serviceId: string
      from: number
      to: number
      by: string
      reasonId?: string
      figures: Pick<CriterionNow, 'text' | 'state' | 'sentence'>[]
      at: Date
    }

/** As it was set; what joined the scope since comes last. */
export const orderOf = (services: readonly string[], order: readonly string[]): string[] => [
  ...order.filter((id) => services.includes(id)),
  ...services.filter((id) => !order.includes(id)),
]

/** The next step of a service, null where it is whole or another comes first. */
export function nextStepOf(
  service: string,
  { shares, order }: Pick<RestoreState, 'shares' | 'order'>,
  { services, steps }: Pick<Looked, 'services' | 'steps'>,
): number | null {
  const before = orderOf(services, order)
  const waits = before.slice(0, before.indexOf(service)).some((id) => (shares[id] ?? 0) < 100)
  return waits ? null : (steps.find((step) => step > (shares[service] ?? 0)) ?? null)
}

export function decideShare(command: ShareCommand, state: RestoreState, looked: Looked, { by, now: at }: { by: string; now: Date }): ShareFact[] {
  const { services, steps, criteria } = looked
  if (command.type === 'SetOrder') {
    const strange = command.services.find((id) => !services.includes(id))
    if (strange || new Set(command.services).size !== command.services.length)
      throw new Refused('not-valid', 'services: name each service of the scope once, the most critical first.')
    return command.services.join() === state.order.join() ? [] : [{ type: 'OrderSet', services: command.services, by, at }]
  }
  const { serviceId, percent: to, reasonId } = command
  if (!services.includes(serviceId)) throw new Refused('not-valid', 'service: it is not in the scope of this crisis.')
  if (to !== 0 && !steps.includes(to)) throw new Refused('not-valid', `percent: the steps of this playbook are ${steps.join(', ')} %, and 0.`)
  const from = state.shares[serviceId] ?? 0
  if (to === from) return []
  if (to < from && !reasonId) throw new Refused('not-valid', 'reason: say why it steps back.')
  const next = steps.find((step) => step > from)
  if (to > from && to !== next) throw new Refused('out-of-order', `The next step is ${next} %. Look at the figures there before you go on.`)
  if (to > from && nextStepOf(serviceId, state, looked) === null && !reasonId)
    throw new Refused('out-of-order', 'Another service comes first and is not whole yet. Bring that back, change the order, or say why this one goes before.')
  const figures = criteria.filter((each) => each.serviceId === serviceId).map(({ text, state: is, sentence }) => ({ text, state: is, sentence }))
  return [{ type: 'ShareMoved', serviceId, from, to, by, ...(reasonId ? { reasonId } : {}), figures, at }]
}
