import { Stack, Text } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { atNear } from '../../ui/format.ts'
import { DeliveryBar } from './DeliveryBar.tsx'
import { TextLink } from '../../ui/links.tsx'

/** What customers were told last, and whether it arrived. */
export function LatestUpdate() {
  const { id, updates } = useRoom()
  const latest = updates
    .filter(({ status, class: kind }) => status === 'published' && kind !== 'direct' && kind !== 'stakeholder')
    .sort((one, other) => Date.parse(other.publishedAt ?? '') - Date.parse(one.publishedAt ?? ''))[0]
  return (
    <Card
      title={t('updates.latest')}
      aside={
        <TextLink to="/crises/$crisisId/updates" params={{ crisisId: id }} size="sm">
          {t('updates.all')}
        </TextLink>
      }
    >
      {latest ? (
        <Stack gap={6}>
          <Text fw={600}>{latest.parts.title}</Text>
          {latest.parts.happened && (
            <Text size="sm" lineClamp={3}>
              {latest.parts.happened}
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {[
              latest.class === 'update' ? tOf('phase', latest.phase) : tOf('update', latest.class),
              atNear(latest.publishedAt ?? latest.createdAt),
              latest.nextUpdateAt && t('update.next', { at: atNear(latest.nextUpdateAt) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          <DeliveryBar deliveries={latest.deliveries} />
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          {t('updates.none')}
        </Text>
      )}
    </Card>
  )
}
