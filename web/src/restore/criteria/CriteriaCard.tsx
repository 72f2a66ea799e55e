import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { RestorationView } from '../../../../server/src/restore/criteria/criteria.contract.ts'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { atNear, span } from '../../ui/format.ts'
import { AddCriterionDialog } from './AddCriterionDialog.tsx'
import { CriterionLine } from './CriterionLine.tsx'
import { SayRestored } from './SayRestored.tsx'

export function CriteriaCard({ view: { criteria, failing, services, next } }: { view: RestorationView }) {
  const { restoredAt, onsetAt, status } = useRoom()
  const [adding, { open, close }] = useDisclosure(false)
  const mayEdit = useMay('restore') && restoredAt === null && status !== 'closed'
  const met = criteria.filter(({ state }) => state === 'met').length
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
        {next && (
          <Text fw={600} className="lw-clip">
            {t('criteria.next')} {next}
          </Text>
        )}
        {criteria.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('criteria.none')}
          </Text>
        )}
        {criteria.map((criterion) => (
          <CriterionLine key={criterion.key} criterion={criterion} locked={!mayEdit} />
        ))}
        {restoredAt ? (
          <Text fw={600} className="lw-green">
            {t('restore.at', { at: atNear(restoredAt), span: span(Date.parse(restoredAt) - Date.parse(onsetAt)) })}
          </Text>
        ) : (
          status !== 'closed' && (
            <Group gap="sm" align="flex-start">
              <SayRestored failing={failing} />
              {mayEdit && (
                <Button variant="subtle" onClick={open}>
                  {t('criteria.add')}
                </Button>
              )}
              {failing.length > 0 && (
                <Text size="sm" c="dimmed" w="100%">
                  {tn('restore.missing', failing.length)}
                </Text>
              )}
            </Group>
          )
        )}
      </Stack>
      {adding && <AddCriterionDialog services={services} close={close} />}
    </Card>
  )
}
