// The state of a delivery as an agent says it.
import { t } from '../../strings/t.ts'
import { onItsWay } from './conversations.ts'

export function deliveryName(state: string, reason: string | null = null): string {
  // It stands in the chat already: what becomes of the mail is the smaller half of it.
  if (reason === 'in-chat' && onItsWay.includes(state)) return t('inbox.delivery.inChat')
  if (reason === 'read-in-chat') return t('inbox.delivery.readInChat')
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
