import { Stack, Text } from '@mantine/core'
import type { SuppressionChange } from '../../../../server/src/communicate/suppressions/suppressions.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useList } from '../../ui/use-list.ts'
import { reasonText } from './reason.ts'

/** Who or what stopped an address, and who allowed it again and why. */
export function History() {
  const list = useList<SuppressionChange>(['suppression-changes'], '/api/suppressions/changes', { limit: 20 })
  return (
    <Card title={t('suppressions.history')}>
      <Listed
        list={list}
        empty={
          <Text size="sm" c="dimmed">
            {t('suppressions.historyNone')}
          </Text>
        }
      >
        {(changes) => (
          <Stack gap={6}>
            {changes.map((change) => (
              <Text key={change.id} size="sm" className="lw-clip">
                <Moment at={change.changedAt} /> · {change.destination} {tOf('suppressions.change', change.change)} (
                {change.change === 'added' ? reasonText(change.reason, change.destination.startsWith('+') ? 'sms' : 'email') : change.detail}) ·{' '}
                {change.changedBy}
              </Text>
            ))}
          </Stack>
        )}
      </Listed>
    </Card>
  )
}
