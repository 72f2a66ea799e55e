import { Badge, Button, Container, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { DecisionsView, DecisionView } from '../../../../server/src/stabilize/decisions/decisions.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useRoom } from '../crisis/room.ts'
import { useRoomPart } from '../crisis/use-part.ts'
import { LookDialog } from './LookDialog.tsx'
import { RecordDialog } from './RecordDialog.tsx'
import styles from '../work/Work.module.css'

/** What was decided, by whom and why, so that nobody decides it twice or wonders later. */
export function Decisions() {
  const { status } = useRoom()
  const may = useMay('respond')
  const view = useRoomPart<DecisionsView>('decisions')
  const [recording, { open, close }] = useDisclosure(false)
  return (
    <Container size={820} px={0}>
      <Card
        title={t('decisions.title')}
        aside={
          status !== 'closed' &&
          may && (
            <Button size="compact-sm" onClick={open}>
              {t('decisions.record')}
            </Button>
          )
        }
      >
        <Loaded query={view}>
          {({ decisions }) =>
            decisions.length === 0 ? (
              <Empty title={t('decisions.none')} text={t('decisions.noneText')} />
            ) : (
              <ul className={styles.list}>
                {decisions.map((decision) => (
                  <Decision key={decision.id} decision={decision} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
      {recording && <RecordDialog close={close} />}
    </Container>
  )
}

function Decision({ decision }: { decision: DecisionView }) {
  const { status } = useRoom()
  const may = useMay('respond')
  const [looking, { open, close }] = useDisclosure(false)
  const { what, why, options, decidedBy, recordedBy, at, outcome, lookAgainAt, due, looks } = decision
  return (
    <li className={styles.item}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text fw={600} className="lw-clip" td={outcome === 'reversed' ? 'line-through' : undefined}>
          {what}
        </Text>
        {due ? (
          <Badge color="amber">{t('decisions.due')}</Badge>
        ) : (
          outcome !== 'open' && <Badge color={outcome === 'reversed' ? 'red' : 'green'}>{tOf('decision', outcome)}</Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {decidedBy.name} · <Moment at={at} />
        {recordedBy.id !== decidedBy.id && ` · ${t('decisions.recordedBy', { name: recordedBy.name })}`}
        {lookAgainAt && (
          <>
            {' · '}
            {t('decisions.lookAt')} <Moment at={lookAgainAt} />
          </>
        )}
      </Text>
      <Text size="sm" className="lw-prewrap" mt={4}>
        {why}
      </Text>
      {options.length > 0 && (
        <Text size="sm" c="dimmed" mt={4}>
          {t('decisions.considered')} {options.join(' · ')}
        </Text>
      )}
      <Stack gap={2} mt={4}>
        {looks.map((look) => (
          <Text key={look.at} size="sm">
            <Moment at={look.at} /> {look.by.name}: {tOf('decision', look.outcome)}
            {look.note && ` – ${look.note}`}
          </Text>
        ))}
      </Stack>
      {status !== 'closed' && may && outcome !== 'reversed' && (
        <Button size="compact-xs" variant={due ? 'light' : 'subtle'} color={due ? undefined : 'gray'} mt={6} onClick={open}>
          {t('decisions.look')}
        </Button>
      )}
      {looking && <LookDialog decision={decision} close={close} />}
    </li>
  )
}
