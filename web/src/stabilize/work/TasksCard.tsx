import { Button, Progress, SegmentedControl, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { TaskView } from '../../../../server/src/stabilize/tasks/tasks.view.contract.ts'
import { useSession } from '../../platform/session.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { useRoom } from '../crisis/room.ts'
import { AddTaskDialog } from './AddTaskDialog.tsx'
import { TaskLine } from './TaskLine.tsx'
import styles from './Work.module.css'

const phases = ['assess', 'stabilize', 'communicate', 'support', 'remediate', 'restore', 'learn'] as const
type Shown = 'open' | 'mine' | 'all'

/** The checklist: what must work again first stands first, then the phases in their order. */
export function TasksCard({ tasks }: { tasks: TaskView[] }) {
  const { status } = useRoom()
  const { data: me } = useSession()
  const [shown, setShown] = useState<Shown>('open')
  const [adding, { open, close }] = useDisclosure(false)
  const ended = (task: TaskView) => task.state === 'done' || task.state === 'skipped'
  const visible = tasks.filter((task) => (shown === 'all' ? true : !ended(task) && (shown === 'open' || task.owner?.id === me?.id)))
  const critical = visible.filter((task) => task.critical && !ended(task))
  const rest = visible.filter((task) => !critical.includes(task))
  const done = tasks.filter(ended).length
  return (
    <Card
      title={t('tasks.title')}
      aside={
        status !== 'closed' && (
          <Button size="compact-sm" variant="default" onClick={open}>
            {t('tasks.add')}
          </Button>
        )
      }
    >
      <Stack gap="xs">
        {tasks.length > 0 && (
          <Progress value={(100 * done) / tasks.length} color="green" size="sm" aria-label={t('tasks.progress', { done, all: tasks.length })} />
        )}
        <SegmentedControl
          size="xs"
          aria-label={t('tasks.show')}
          value={shown}
          onChange={(value) => setShown(value as Shown)}
          data={[
            { value: 'open', label: tn('tasks.open', tasks.length - done) },
            { value: 'mine', label: t('tasks.mine') },
            { value: 'all', label: t('tasks.all') },
          ]}
        />
      </Stack>
      {visible.length === 0 && <Empty title={tasks.length === 0 ? t('tasks.none') : shown === 'mine' ? t('tasks.noneMine') : t('tasks.allDone')} />}
      {critical.length > 0 && <Group title={t('tasks.critical')} tasks={critical} />}
      {phases.map((phase) => {
        const of = rest.filter((task) => task.phase === phase)
        return of.length > 0 && <Group key={phase} title={tOf('taskPhase', phase)} tasks={of} />
      })}
      {adding && <AddTaskDialog tasks={tasks} close={close} />}
    </Card>
  )
}

function Group({ title, tasks }: { title: string; tasks: TaskView[] }) {
  return (
    <section aria-label={title}>
      <h3 className={styles.phase}>{title}</h3>
      <ul className={styles.list}>
        {tasks.map((task) => (
          <TaskLine key={task.key} task={task} />
        ))}
      </ul>
    </section>
  )
}
