import { Group, Paper, Progress, Text } from '@mantine/core'
import { t, tn } from '../../strings/t.ts'
import { TextLink } from '../../ui/links.tsx'
import { useRoom } from '../crisis/room.ts'
import { roleName } from '../team/role-name.ts'

/** How far the team's work is, in one line; nothing where the playbook asks for none. */
export function WorkBrief() {
  const { id, work } = useRoom()
  const all = work.tasksOpen + work.tasksDone
  if (all === 0 && work.emptySeats.length === 0) return null
  return (
    <Paper p="sm" component="section" aria-label={t('work.title')}>
      <Group gap="lg" wrap="wrap">
        {all > 0 && (
          <Group gap="xs" style={{ flex: '1 1 240px' }}>
            <TextLink to="/crises/$crisisId/work" params={{ crisisId: id }} size="sm" fw={600}>
              {t('tasks.title')}
            </TextLink>
            <Progress
              value={(100 * work.tasksDone) / all}
              color="green"
              size="sm"
              style={{ flex: 1, minWidth: 80 }}
              aria-label={t('tasks.progress', { done: work.tasksDone, all })}
            />
            <Text size="sm" className="lw-figures">
              {work.tasksDone}/{all}
            </Text>
            {work.tasksOverdue > 0 && (
              <Text size="sm" fw={600} className="lw-red">
                {tn('work.late', work.tasksOverdue)}
              </Text>
            )}
          </Group>
        )}
        {work.emptySeats.length > 0 && (
          <Text size="sm">
            <TextLink to="/crises/$crisisId/team" params={{ crisisId: id }} fw={600}>
              {t('work.empty')}
            </TextLink>{' '}
            {work.emptySeats.map(({ role, title }) => roleName(role, title)).join(', ')}
          </Text>
        )}
      </Group>
    </Paper>
  )
}
