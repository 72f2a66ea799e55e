import { Alert, Container } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { CrisisRoom } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { useClockAnnouncements } from '../../communicate/clocks/use-clock-announcements.ts'
import { useLive } from '../../platform/use-live.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { TimeBase } from '../../ui/TimeBase.tsx'
import { useShortcuts } from '../../ui/use-shortcuts.ts'
import { crisisKey, crisisPath, roomKey } from './keys.ts'
import { RoomHeader } from './RoomHeader.tsx'
import { RoomTabs } from './RoomTabs.tsx'
import { Room } from './room.ts'

/** One crisis: what stays in sight (header, tabs), and the part that is open. */
export function RoomPage() {
  const { crisisId } = useParams({ from: '/crises/$crisisId' })
  const live = useLive(crisisKey(crisisId), crisisId)
  const query = useQuery({
    queryKey: roomKey(crisisId),
    queryFn: ({ signal }) => get<CrisisRoom>(crisisPath(crisisId), signal),
    // Facts arrive by themselves; this catches what no fact says: deliveries on their way, and a line that broke unnoticed.
    refetchInterval: ({ state }) => everyMs(state.data),
  })
  return (
    <Container size={1440} py="md" px={{ base: 'sm', sm: 'md' }}>
      {!live && (
        <Alert color="amber" p="xs" mb="sm" role="status">
          {t('live.lost')}
        </Alert>
      )}
      <Loaded query={query}>
        {(room) => (
          <TimeBase now={room.now} rate={room.rate} fetchedAt={query.dataUpdatedAt}>
            <Inside room={room} />
          </TimeBase>
        )}
      </Loaded>
    </Container>
  )
}

/** Right after publishing much moves; calls that people still have to make, and a slow provider, take hours. */
function everyMs(room: CrisisRoom | undefined): number {
  const moving = room?.updates.filter(({ deliveries }) => deliveries.planned + deliveries.sending > 0) ?? []
  if (!room || moving.length === 0) return 30_000
  return moving.some(({ publishedAt }) => Date.parse(room.now) - Date.parse(publishedAt ?? room.now) < 15 * 60_000) ? 2_000 : 10_000
}

function Inside({ room }: { room: CrisisRoom }) {
  const navigate = useNavigate()
  useClockAnnouncements(room.clocks)
  useShortcuts({ u: () => void navigate({ to: '/crises/$crisisId/updates', params: { crisisId: room.id }, search: { write: 'update' } }) })
  useEffect(() => {
    document.title = t('pageTitle', { page: `${room.number} ${room.title}` })
  }, [room.number, room.title])
  return (
    <Room value={room}>
      <RoomHeader />
      <RoomTabs />
      <Outlet />
    </Room>
  )
}
