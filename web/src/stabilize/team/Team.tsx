import { Stack } from '@mantine/core'
import type { TeamView } from '../../../../server/src/stabilize/roles/team.contract.ts'
import type { TasksView } from '../../../../server/src/stabilize/tasks/tasks.view.contract.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useRoomPart } from '../crisis/use-part.ts'
import { RaciMatrix } from './RaciMatrix.tsx'
import { SeatLine } from './SeatLine.tsx'
import styles from './Team.module.css'

/** Who holds which seat, who is asked to take one, and who answers for what. */
export function Team() {
  const team = useRoomPart<TeamView>('team')
  const tasks = useRoomPart<TasksView>('tasks')
  return (
    <Loaded query={team}>
      {({ seats, offers }) => (
        <Stack gap="md">
          <Card title={t('team.seats')}>
            <ul className={styles.seats}>
              {seats.map((seat) => (
                <SeatLine key={seat.role} seat={seat} offer={offers.find(({ role }) => role === seat.role)} />
              ))}
            </ul>
          </Card>
          <Loaded query={tasks}>{(planned) => <RaciMatrix seats={seats} tasks={planned.tasks} />}</Loaded>
        </Stack>
      )}
    </Loaded>
  )
}
