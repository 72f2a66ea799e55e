import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { SuspicionActions } from './SuspicionActions.tsx'
import styles from './Suspicions.module.css'
import { type Suspicion, usePast } from './suspicions.ts'

const colors = { open: 'gray', snoozed: 'amber', promoted: 'red', dismissed: 'gray', calm: 'green' } as const
const [few, many] = [10, 100]

/** What waits, then what became of the others, the latest first. */
export function PastSuspicions({ snoozed }: { snoozed: Suspicion[] }) {
  const [limit, setLimit] = useState(few)
  const lists = [usePast('promoted', limit), usePast('dismissed', limit), usePast('calm', limit)]
  const failed = lists.find(({ isError, data }) => isError && data === undefined)
  const past = lists
    .flatMap(({ data }) => data ?? [])
    .toSorted((one, other) => Date.parse(other.endedAt ?? other.raisedAt) - Date.parse(one.endedAt ?? one.raisedAt))
  const all = [...snoozed, ...past.slice(0, limit)]
  const waiting = lists.some(({ data }) => data === undefined)
  return (
    <Card title={t('suspicions.past')}>
      {failed && <ErrorNote error={failed.error} retry={failed.refetch} />}
      {all.length === 0 && !waiting && (
        <Text size="sm" c="dimmed">
          {t('suspicions.pastNone')}
        </Text>
      )}
      <ul className={styles.past}>
        {all.map((suspicion) => (
          <Past key={suspicion.id} suspicion={suspicion} />
        ))}
      </ul>
      {limit === few && past.length > few && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setLimit(many)}>
          {t('more')}
        </Button>
      )}
    </Card>
  )
}

function Past({ suspicion }: { suspicion: Suspicion }) {
  const { state, title, raisedAt, decidedBy, reason, crisis, snoozedUntil } = suspicion
  const may = useMay('declare')
  return (
    <li>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Badge color={colors[state]}>{tOf('suspicions.state', state)}</Badge>
            <Text size="sm" fw={600} className="lw-clip">
              {title}
            </Text>
            {crisis && (
              <TextLink size="sm" to="/crises/$crisisId" params={{ crisisId: crisis.id }}>
                {crisis.number}
              </TextLink>
            )}
          </Group>
          <Text size="xs" c="dimmed" className="lw-clip">
            <Moment at={raisedAt} />
            {state === 'snoozed' && snoozedUntil && ` · ${t('suspicions.until', { at: atNear(snoozedUntil) })}`}
            {decidedBy && ` · ${t('suspicions.byName', { name: decidedBy.name })}`}
            {state === 'calm' && ` · ${t('suspicions.calmedAt')}`}
            {reason && ` · ${reason}`}
          </Text>
        </Stack>
        {may && state === 'snoozed' && <SuspicionActions suspicion={suspicion} putOff={false} />}
      </Group>
    </li>
  )
}
