import { UnstyledButton } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { atNear, number } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { StateBar } from '../updates/StateBar.tsx'
import styles from './ChannelLines.module.css'
import { barOf, channelName, type Dispatch, leftOf, toldOf } from './dispatches.ts'

/** Every channel beside the mails on one calm line: its name opens the single deliveries, then a bar, then the sums. */
export function ChannelLines({ dispatches, onOpen }: { dispatches: Dispatch[]; onOpen: (channel: string) => void }) {
  if (dispatches.length === 0) return null
  return (
    <ul className={styles.lines} aria-label={t('channels.label')}>
      {dispatches.map((dispatch) => (
        <li key={dispatch.channel}>
          <UnstyledButton
            className={styles.name}
            aria-label={t('channels.each', { channel: channelName(dispatch.channel) })}
            onClick={() => onOpen(dispatch.channel)}
          >
            {channelName(dispatch.channel)}
          </UnstyledButton>
          <span className={styles.bar}>
            <StateBar counts={barOf(dispatch)} height={6} />
          </span>
          <span className={`${styles.sums} lw-figures`}>
            {dispatch.channel === 'call' ? ofCalls(dispatch) : ofMessages(dispatch)}
            {dispatch.channel === 'call' && leftOf(dispatch.counts) > 0 && <CallListLink />}
          </span>
        </li>
      ))}
    </ul>
  )
}

const joined = (...said: (string | false | null)[]) => said.filter(Boolean).join(' · ')

function ofMessages({ counts, total, state, estimate }: Dispatch): string {
  const failed = counts.failed + counts.bounced + counts.complained
  const told = toldOf(counts)
  return joined(
    told === total ? number(total) : t('channels.part', { done: number(told), total: number(total) }),
    failed > 0 && t('channels.failed', { count: number(failed) }),
    counts.deferred > 0 && t('channels.waiting', { count: number(counts.deferred) }),
    counts.unknown > 0 && t('channels.unknown', { count: number(counts.unknown) }),
    counts.suppressed > 0 && t('channels.suppressed', { count: number(counts.suppressed) }),
    counts.cancelled > 0 && t('channels.cancelled', { count: number(counts.cancelled) }),
    state === 'running' && estimate && t('channels.until', { until: atNear(estimate.until) }),
  )
}

function ofCalls({ counts }: Dispatch): string {
  const [left, lost] = [leftOf(counts), counts.failed + counts.bounced]
  return joined(
    left > 0 && t('channels.toMake', { count: number(left) }),
    toldOf(counts) > 0 && t('channels.reached', { count: number(toldOf(counts)) }),
    lost > 0 && t('channels.notReached', { count: number(lost) }),
    counts.cancelled > 0 && t('channels.cancelled', { count: number(counts.cancelled) }),
  )
}

function CallListLink() {
  const { id } = useRoom()
  return (
    <>
      {' · '}
      <TextLink to="/crises/$crisisId/calls" params={{ crisisId: id }} search={{}} inherit underline="always">
        {t('channels.callList')}
      </TextLink>
    </>
  )
}
