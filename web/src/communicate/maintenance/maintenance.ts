// Planned work as the console shows it: what is under way, what comes, what is over.
import { useQuery } from '@tanstack/react-query'
import type { MaintenanceView } from '../../../../server/src/communicate/maintenance/maintenance.contract.ts'
import { get } from '../../ui/api.ts'
import { span } from '../../ui/format.ts'
import type { Meaning } from '../../ui/theme.ts'
import { t } from '../../strings/t.ts'

export type Work = MaintenanceView
export const maintenancesKey = ['maintenances'] as const

/** It begins and ends by the clock, not by a fact of this screen: it is asked for again. */
export const useMaintenances = () =>
  useQuery({ queryKey: maintenancesKey, queryFn: ({ signal }) => get<Work[]>('/api/maintenances', signal), refetchInterval: 15_000 })

export const isOver = ({ state }: Work): boolean => state === 'completed' || state === 'cancelled'
export const hasBegun = ({ state }: Work): boolean => state !== 'scheduled'

export const meaningOf: Record<Work['state'], Meaning> = {
  scheduled: 'neutral',
  in_progress: 'soon',
  verifying: 'soon',
  completed: 'good',
  cancelled: 'neutral',
}

/** How long until it begins, or until it should be over; nothing of what is over. */
export function standingOf(work: Work, now: number): string | undefined {
  if (isOver(work)) return undefined
  if (!hasBegun(work)) return t('maintenance.in', { span: span(Date.parse(work.startsAt) - now) })
  return work.late ? undefined : t('maintenance.endsIn', { span: span(Date.parse(work.endsAt) - now) })
}
