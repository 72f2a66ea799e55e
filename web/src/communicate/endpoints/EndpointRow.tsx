import { Badge, Group, Text, UnstyledButton } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { Moment } from '../../ui/Moment.tsx'
import { type Endpoint, offText, severityText, whoseText } from './endpoints.ts'
import styles from './Endpoints.module.css'

export function EndpointRow({ endpoint, open }: { endpoint: Endpoint; open: () => void }) {
  const { name, channel, shown } = endpoint
  return (
    <li className={styles.item}>
      <div>
        <Group gap="xs">
          <UnstyledButton onClick={open} aria-label={t('endpoints.open', { name })} fw={600} td="underline" className="lw-clip">
            {name}
          </UnstyledButton>
          <Text size="sm" c="dimmed">
            {tOf('channel', channel)}
          </Text>
        </Group>
        <Text size="sm" className="lw-clip">
          {shown}
        </Text>
        <Text size="xs" c="dimmed" className="lw-clip">
          {whoseText(endpoint)} · {severityText(endpoint)}
          {endpoint.mentions && ` · ${t(endpoint.mentions.sentence ? 'endpoints.mentionsRowFailing' : 'endpoints.mentionsRow')}`}
        </Text>
      </div>
      <div>
        <Standing endpoint={endpoint} />
      </div>
    </li>
  )
}

/** On or off, with why and since when, or what went there last. */
export function Standing({ endpoint: { off, last } }: { endpoint: Endpoint }) {
  return (
    <>
      <Badge color={off ? (off.reason === 'by-hand' ? 'gray' : 'red') : 'green'}>{off ? t('endpoints.off') : t('endpoints.on')}</Badge>
      {off && (
        <>
          <Text size="sm">
            {offText(off.reason)}{' '}
            <Text span size="sm" c="dimmed">
              <Moment at={off.since} />
            </Text>
          </Text>
          {off.detail && (
            <Text size="xs" c="dimmed" className="lw-clip">
              {off.detail}
            </Text>
          )}
        </>
      )}
      {!off && (
        <Text size="sm" c="dimmed">
          {last ? t('endpoints.lastWent', { state: tOf('delivery', last.state) }) : t('endpoints.quiet')} {last?.at && <Moment at={last.at} />}
        </Text>
      )}
    </>
  )
}
