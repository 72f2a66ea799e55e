// The crisis room's one answer, shared by everything inside the room.
import { createContext, useContext } from 'react'
import type { CrisisRoom } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'

export const Room = createContext<CrisisRoom | undefined>(undefined)

export function useRoom(): CrisisRoom {
  const room = useContext(Room)
  if (!room) throw new Error('useRoom is used outside a crisis room.')
  return room
}
