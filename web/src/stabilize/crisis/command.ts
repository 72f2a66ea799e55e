// What a commander does to the crisis as a whole.
import type { ImpactTotals } from '../../../../server/src/assess/impact/impact.contract.ts'
import { t } from '../../strings/t.ts'
import { useWrite } from '../../ui/use-write.ts'
import { crisisPath, touched } from './keys.ts'

export const useTakeCommand = (id: string) => useWrite({ path: crisisPath(id, '/commander'), touches: touched(id), done: t('room.taken') })
export const useAcknowledge = (id: string) => useWrite({ path: crisisPath(id, '/acknowledgement'), touches: touched(id) })
export const useAssess = (id: string) => useWrite<ImpactTotals>({ path: crisisPath(id, '/impact'), touches: touched(id) })
export const useChangeSeverity = (id: string, after: () => void) =>
  useWrite<unknown, { severity: number; reason: string }>({ path: crisisPath(id, '/severity'), touches: touched(id), done: t('severity.changed'), after })
export const useWriteNote = (id: string, after: () => void) =>
  useWrite<unknown, { text: string }>({ path: crisisPath(id, '/notes'), touches: touched(id), after })
export const useCloseCrisis = (id: string, after: () => void) =>
  useWrite<unknown, { reason?: string }>({ path: crisisPath(id, '/closure'), touches: touched(id), done: t('close.done'), after })
