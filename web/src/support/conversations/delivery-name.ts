// The state of a delivery as an agent says it.
import { t } from '../../strings/t.ts'
import { onItsWay } from './conversations.ts'

export function deliveryName(state: string): string {
  if (onItsWay.includes(state)) return t(state === 'deferred' ? 'inbox.delivery.deferred' : 'inbox.delivery.sending')
  switch (state) {
    case 'accepted':
    case 'bounced':
    case 'failed':
    case 'suppressed':
    case 'unknown':
    case 'cancelled':
      return t(`inbox.delivery.${state}`)
    default:
      return state
  }
}
