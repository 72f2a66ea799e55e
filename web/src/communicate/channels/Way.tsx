import { Badge, Group, Text } from '@mantine/core'
import type { ChannelView } from '../../../../server/src/communicate/proofs/proofs.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atUtc, span } from '../../ui/format.ts'
import { useTick } from '../../ui/use-tick.ts'
import { useWrite } from '../../ui/use-write.ts'
import styles from './Channels.module.css'
import { channelsKey, channelText, tookText, wayName } from './channels.ts'
import { RoundTrips, TestList } from './RoundTrips.tsx'

const colors = { proven: 'green', accepted: 'gray', stale: 'gray', never: 'gray', late: 'amber', failing: 'red' } as const

/** One way out: how it stands and why, what the last tests took, and a test now. */
export function Way({ way }: { way: ChannelView }) {
  const { channel, provider, endpointId, state, sentence, to, last } = way
  const test = useWrite<unknown, { channel: string; provider: string; endpointId: string | null }>({ path: '/api/channels/proofs', touches: [channelsKey] })
  return (
    <li className={styles.way}>
      <div className={styles.what}>
        <Group gap="xs">
          <Text fw={600}>{channelText(channel)}</Text>
          {state === 'not-set-up' ? (
            <Text size="sm" c="dimmed">
              {tOf('way', state)}
            </Text>
          ) : (
            <Badge color={colors[state]}>{tOf('way', state)}</Badge>
          )}
        </Group>
        <Text size="sm" className="lw-clip">
          {last[0]?.state === 'sending' ? t('channels.underWay') : sentence}
        </Text>
        <Text size="xs" c="dimmed" className="lw-clip">
          {[carrierOf(way), to && t('channels.testsTo', { to })].filter(Boolean).join(' · ')}
        </Text>
        <Proven way={way} />
      </div>
      {last.length > 0 && <RoundTrips name={wayName(way)} proofs={last} />}
      {state !== 'not-set-up' && (
        <div className={styles.act}>
          <ActionButton
            write={test}
            body={{ channel, provider, endpointId }}
            size="compact-sm"
            variant="default"
            may="settings"
            label={t('channels.testOf', { way: wayName(way) })}
          >
            {t('channels.test')}
          </ActionButton>
        </div>
      )}
      {last.length > 0 && <TestList proofs={last} />}
    </li>
  )
}

/** A room is known by its name, and our own page is carried by nobody else. */
function carrierOf({ channel, name, endpointId }: ChannelView): string {
  if (name === '' || channel === 'status-page') return ''
  return endpointId ? name : t('channels.carriedBy', { provider: name })
}

function Proven({ way: { provenAt, last } }: { way: ChannelView }) {
  const now = useTick(15_000)
  if (!provenAt) return null
  const passed = Math.max(0, now - Date.parse(provenAt))
  const took = last.find(({ state }) => state === 'arrived')?.milliseconds
  return (
    <Text size="xs" c="dimmed" className="lw-figures">
      <time dateTime={provenAt} title={atUtc(provenAt)}>
        {t('channels.proven', {
          ago: passed < 45_000 ? t('channels.justNow') : t('channels.ago', { span: span(passed) }),
          took: took == null ? t('proof.none') : tookText(took),
        })}
      </time>
    </Text>
  )
}
