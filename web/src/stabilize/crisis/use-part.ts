import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { get } from '../../ui/api.ts'
import { useWrite, type Write } from '../../ui/use-write.ts'
import { crisisKey, crisisPath, touched } from './keys.ts'
import { useRoom } from './room.ts'

/** A part of the room that is fetched only where it is shown; facts of the crisis refresh it like the rest. */
export function useRoomPart<Part>(part: string): UseQueryResult<Part> {
  const { id } = useRoom()
  return useQuery({ queryKey: [...crisisKey(id), part], queryFn: ({ signal }) => get<Part>(crisisPath(id, `/${part}`), signal) })
}

/** A command of the room: `path` stands below the crisis. */
export function useCommand<Body = void>(path: string, after?: () => void, done?: string, method?: 'POST' | 'PUT'): Write<Body> {
  const { id } = useRoom()
  return useWrite<unknown, Body>({
    path: () => crisisPath(id, path),
    touches: touched(id),
    ...(after ? { after } : {}),
    ...(done ? { done } : {}),
    ...(method ? { method } : {}),
  })
}
