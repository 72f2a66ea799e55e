import { Group, Paper, SegmentedControl, Stack } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { t, tOf } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Page } from '../../ui/Page.tsx'
import { useList } from '../../ui/use-list.ts'
import { payoutsKey, shows, whoses } from './payouts.ts'
import { type Task, TaskRow } from './TaskRow.tsx'

/** What making good leaves to people, over all crises: what one has in hand or looks after, and what nobody does. */
export function MyTasksPage() {
  const { whose = 'mine', show = 'open' } = useSearch({ from: '/my-tasks' })
  const navigate = useNavigate()
  const put = (some: { whose?: (typeof whoses)[number]; show?: (typeof shows)[number] }) =>
    void navigate({ to: '/my-tasks', search: { whose, show, ...some }, replace: true })
  const list = useList<Task>([...payoutsKey, 'my-tasks'], '/api/remedy-tasks', { whose, show, limit: 20 }, { everyMs: 30_000 })
  return (
    <Page title={t('myTasks.title')} lead={t('myTasks.lead')} size={900}>
      <Group gap="sm">
        <SegmentedControl
          aria-label={t('myTasks.whose')}
          value={whose}
          onChange={(value) => put({ whose: value as (typeof whoses)[number] })}
          data={whoses.map((value) => ({ value, label: tOf('myTasks.whose', value) }))}
        />
        <SegmentedControl
          aria-label={t('byPeople.show')}
          value={show}
          onChange={(value) => put({ show: value as (typeof shows)[number] })}
          data={shows.map((value) => ({ value, label: tOf('byPeople.show', value) }))}
        />
      </Group>
      <Paper p="md">
        <Listed list={list} empty={<Empty title={tOf('myTasks.none', whose)} text={t('myTasks.noneText')} />}>
          {(tasks) => (
            <Stack component="ul" gap="lg" m={0} p={0} style={{ listStyle: 'none' }}>
              {tasks.map((task) => (
                <TaskRow key={task.grantId} task={task} withCrisis />
              ))}
            </Stack>
          )}
        </Listed>
      </Paper>
    </Page>
  )
}
