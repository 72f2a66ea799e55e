import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear } from '../../ui/format.ts'
import { type MessageView, useAct } from './conversations.ts'
import { deliveryName } from './delivery-name.ts'
import styles from './Inbox.module.css'

const tones: Record<string, string> = { accepted: 'lw-green', bounced: 'lw-red', failed: 'lw-red', suppressed: 'lw-red', unknown: 'lw-amber' }

/** What became of our reply. Where nobody knows, sending it again is asked about first: it may have arrived. */
export function DeliveryNote({ conversation, message: { id, delivery } }: { conversation: number; message: MessageView }) {
  const again = useAct(conversation, `messages/${id}/again`)
  if (!delivery) return null
  const { state, reason, answer, changedAt, to, copies } = delivery
  return (
    <div className={styles.delivery}>
      <span className={tones[state] ?? ''}>{deliveryName(state, reason)}</span>
      {state in tones && <span className={styles.faint}> {atNear(changedAt)}</span>}
      {answer && state !== 'accepted' && <span className={styles.faint}> · {answer}</span>}
      {to && copies.length > 0 && (
        <span className={styles.faint}>
          {' · '}
          {t('inbox.sentTo', { to })}{' '}
          {copies.map((copy) => (copy.state in tones && copy.state !== 'accepted' ? `${copy.to} (${deliveryName(copy.state)})` : copy.to)).join(', ')}
        </span>
      )}
      {([state, ...copies.map((copy) => copy.state)].some((each) => againFrom.includes(each)) || reason === 'desk-gone') && (
        <ActionButton
          write={again}
          body={undefined}
          size="compact-xs"
          variant="default"
          may="converse"
          confirm={{
            title: t('inbox.againTitle'),
            text: t(state === 'unknown' || copies.some((copy) => copy.state === 'unknown') ? 'inbox.againUnknown' : 'inbox.againText'),
            label: t('inbox.again'),
          }}
        >
          {t('inbox.again')}
        </ActionButton>
      )}
    </div>
  )
}
const againFrom = ['unknown', 'failed', 'bounced', 'suppressed']
