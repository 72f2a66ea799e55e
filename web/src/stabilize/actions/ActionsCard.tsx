import { Badge, Group, Text } from '@mantine/core'
import type { ActionRunView, CrisisActionsView } from '../../../../server/src/stabilize/actions/actions.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useRoom } from '../crisis/room.ts'
import { useCommand, useRoomPart } from '../crisis/use-part.ts'
import styles from '../work/Work.module.css'

const colors = { succeeded: 'green', failed: 'red', unknown: 'amber', asked: 'blue', calling: 'blue', rehearsed: 'gray' } as const

/** What can be rolled back, limited or switched from here, and how each run ended. */
export function ActionsCard() {
  const view = useRoomPart<CrisisActionsView>('actions')
  return (
    <Card
      title={t('actions.title')}
      aside={
        <TextLink to="/actions" size="sm">
          {t('actions.setUp')}
        </TextLink>
      }
    >
      <Loaded query={view}>
        {({ actions, runs }) => (
          <>
            {actions.length === 0 && <Empty title={t('actions.none')} text={t('actions.noneText')} />}
            <ul className={styles.list}>
              {actions.map((each) => (
                <Action key={each.action} action={each} />
              ))}
            </ul>
            {runs.length > 0 && (
              <section aria-label={t('actions.runs')}>
                <h3 className={styles.phase}>{t('actions.runs')}</h3>
                <ul className={styles.list}>
                  {runs.map((run) => (
                    <Run key={run.run} run={run} />
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
      </Loaded>
    </Card>
  )
}

function Action({ action: { action, name, text, installed, running, automatically } }: { action: CrisisActionsView['actions'][number] }) {
  const { status, practice } = useRoom()
  const run = useCommand(`/actions/${action}/runs`)
  return (
    <li className={styles.item}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <div>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="sm">{text}</Text>
          {automatically && (
            <Text size="xs" c="dimmed">
              {automatically}
            </Text>
          )}
          {!installed && (
            <Text size="xs" c="dimmed">
              {t('actions.notSetUp')}
            </Text>
          )}
        </div>
        {status !== 'closed' && installed && (
          <ActionButton
            write={run}
            body={undefined}
            size="compact-sm"
            color="red"
            variant="light"
            may="act"
            disabled={running}
            confirm={{ title: t('actions.confirm', { name }), text: practice ? t('actions.practice') : text, label: t('actions.run'), color: 'red' }}
          >
            {running ? t('actions.running') : t('actions.run')}
          </ActionButton>
        )}
      </Group>
    </li>
  )
}

function Run({ run: { name, by, automatic, state, answer, askedAt } }: { run: ActionRunView }) {
  return (
    <li className={styles.item}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text size="sm">
          {name}{' '}
          <Text span size="xs" c="dimmed">
            {automatic ? t('actions.byItself') : by.name} · <Moment at={askedAt} />
          </Text>
        </Text>
        <Badge color={colors[state]}>{tOf('actionRun', state)}</Badge>
      </Group>
      {state === 'unknown' && <Text size="sm">{t('actions.unknownText')}</Text>}
      {answer && (
        <Text size="xs" c="dimmed" className="lw-clip">
          {answer}
        </Text>
      )}
    </li>
  )
}
