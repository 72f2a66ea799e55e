import { List, Stack, Text } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Countdown } from '../../ui/Countdown.tsx'
import { atNear } from '../../ui/format.ts'
import { Reopen } from './Reopen.tsx'

/** How long it is watched still, and what was noticed; one press takes it back. */
export function WatchCard() {
  const { watch, status } = useRoom()
  if (watch.state === 'none') return null
  const { state, until, startedAt, troubles } = watch
  return (
    <Card title={t('watch.title')}>
      <Stack gap="sm" align="flex-start">
        {state === 'running' && until && (
          <div>
            <Countdown to={until} {...(startedAt ? { from: startedAt } : {})} size="2.25rem" weight={650} />
            <Text size="sm" c="dimmed">
              {t('watch.until', { at: atNear(until) })}
            </Text>
          </div>
        )}
        {state === 'over' && <Text fw={600}>{troubles.length === 0 ? t('watch.over') : t('watch.overTrouble')}</Text>}
        {state === 'ended' && (
          <Text size="sm" c="dimmed">
            {t('watch.ended')}
          </Text>
        )}
        {troubles.length === 0 ? (
          <Text size="sm">{t('watch.nothing')}</Text>
        ) : (
          <>
            <Text size="sm" fw={600} className="lw-red">
              {t('watch.noticed')}
            </Text>
            <List size="sm" spacing={4}>
              {troubles.map(({ key, sentence, at }) => (
                <List.Item key={key}>
                  <span className="lw-clip">{sentence}</span>{' '}
                  <Text span size="xs" c="dimmed">
                    {atNear(at)}
                  </Text>
                </List.Item>
              ))}
            </List>
          </>
        )}
        {status === 'restored' && <Reopen />}
      </Stack>
    </Card>
  )
}
