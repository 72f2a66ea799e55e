import { Badge, Group } from '@mantine/core'
import type { TemplateSummary } from '../../../../server/src/prepare/templates/templates.contract.ts'
import { t, tOf } from '../../strings/t.ts'

/** What is in force, and whether something newer waits. */
export function StateBadge({ summary: { state, waiting } }: { summary: TemplateSummary }) {
  return (
    <Group gap={4} wrap="nowrap">
      {(state !== null || !waiting) && (
        <Badge size="sm" color={state === 'edited' ? 'blue' : 'gray'}>
          {tOf('templates.state', state ?? 'none')}
        </Badge>
      )}
      {waiting && (
        <Badge size="sm" color="amber">
          {t('templates.state.waiting')}
        </Badge>
      )}
    </Group>
  )
}
