import { SimpleGrid, Stack } from '@mantine/core'
import type { TasksView } from '../../../../server/src/stabilize/tasks/tasks.view.contract.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { ActionsCard } from '../actions/ActionsCard.tsx'
import { useRoomPart } from '../crisis/use-part.ts'
import { TasksCard } from './TasksCard.tsx'
import { WorkaroundsCard } from './WorkaroundsCard.tsx'

/** What is to be done, what customers can do meanwhile, and what can be switched. */
export function Work() {
  const tasks = useRoomPart<TasksView>('tasks')
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      <Loaded query={tasks}>{(view) => <TasksCard tasks={view.tasks} />}</Loaded>
      <Stack gap="md" miw={0}>
        <WorkaroundsCard />
        <ActionsCard />
      </Stack>
    </SimpleGrid>
  )
}
