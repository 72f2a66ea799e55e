// What the page calls the states of planned work.
import type { FrameStrings } from '../frame/strings.ts'
import type { Maintenance } from './status-page.store.ts'

const names = {
  scheduled: ['maintenanceScheduled', 'maintenanceScheduledText'],
  in_progress: ['maintenanceInProgress', 'maintenanceInProgressText'],
  verifying: ['maintenanceVerifying', 'maintenanceVerifyingText'],
  completed: ['maintenanceCompleted', 'maintenanceCompletedText'],
  cancelled: ['maintenanceCancelled', 'maintenanceCancelledText'],
} as const

export const stateName = (state: Maintenance['state'], words: FrameStrings): string => words[names[state][0]]
/** What nobody wrote is said by itself. */
export const noteText = ({ state, body }: Pick<Maintenance['notes'][number], 'state' | 'body'>, words: FrameStrings): string => body || words[names[state][1]]
