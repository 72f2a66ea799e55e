import { Group, Stack, Text } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { atNear, span } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { CriterionCheck } from './CriterionCheck.tsx'

export function CriteriaCard() {
  const { id, criteria, restoredAt, onsetAt, status } = useRoom()
  const restore = useWrite({ path: crisisPath(id, '/restoration'), touches: touched(id), done: t('restore.done') })
  const met = criteria.filter(({ metAt }) => metAt !== null).length
  const missing = criteria.length - met
  return (
    <Card
      title={t('criteria.title')}
      aside={
        <Text size="sm" c="dimmed">
          {t('criteria.progress', { met, all: criteria.length })}
        </Text>
      }
    >
      <Stack gap="md">
        {criteria.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('criteria.none')}
          </Text>
        )}
        {criteria.map((criterion) => (
          <CriterionCheck key={criterion.key} criterion={criterion} locked={restoredAt !== null} />
        ))}
        {restoredAt ? (
          <Text fw={600} className="lw-green">
            {t('restore.at', { at: atNear(restoredAt), span: span(Date.parse(restoredAt) - Date.parse(onsetAt)) })}
          </Text>
        ) : (
          status !== 'closed' && (
            <Group gap="sm">
              <ActionButton
                write={restore}
                body={undefined}
                may="restore"
                color="green"
                disabled={missing > 0}
                confirm={{ title: t('restore.confirm'), text: t('restore.text'), label: t('restore.now'), color: 'green' }}
              >
                {t('restore.action')}
              </ActionButton>
              {missing > 0 && (
                <Text size="sm" c="dimmed">
                  {tn('restore.missing', missing)}
                </Text>
              )}
            </Group>
          )
        )}
      </Stack>
    </Card>
  )
}
