import { SegmentedControl, Stack } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { useList } from '../../ui/use-list.ts'
import { payoutsKey } from './payouts.ts'
import { type Task, TaskRow } from './TaskRow.tsx'

/** What no money can do: a call, a note, a replacement; with whoever looks after the account. */
export function Tasks({ planId, title }: { planId: string; title: string }) {
  const [show, setShow] = useState<'open' | 'done'>('open')
  const any = useList<Task>([...payoutsKey, 'any-task'], '/api/remedy-tasks', { plan: planId, whose: 'all', show: 'done', limit: 1 })
  const list = useList<Task>([...payoutsKey, 'tasks'], '/api/remedy-tasks', { plan: planId, whose: 'all', show, limit: 20 })
  const none = (query: typeof list) => (query.data?.pages[0]?.items.length ?? 0) === 0
  if (show === 'open' && none(list) && none(any)) return null
  return (
    <Card
      title={title}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('byPeople.show')}
          value={show}
          onChange={(value) => setShow(value as typeof show)}
          data={(['open', 'done'] as const).map((value) => ({ value, label: tOf('byPeople.show', value) }))}
        />
      }
    >
      <Listed list={list} empty={<Empty title={t('byPeople.none')} />}>
        {(tasks) => (
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {tasks.map((task) => (
              <TaskRow key={task.grantId} task={task} />
            ))}
          </Stack>
        )}
      </Listed>
    </Card>
  )
}
