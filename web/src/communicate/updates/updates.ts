// What people do with updates.
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { touched } from '../../stabilize/crisis/keys.ts'
import { t } from '../../strings/t.ts'
import { useWrite } from '../../ui/use-write.ts'

const updatePath = (id: string, rest = '') => `/api/updates/${encodeURIComponent(id)}${rest}`

export const useSubmitUpdate = (crisisId: string) =>
  useWrite<UpdateView, { id: string; revision: number; lateReason: string }>({
    path: ({ id }) => updatePath(id, '/submission'),
    send: ({ revision, lateReason }) => ({ revision, ...(lateReason.trim() ? { lateReason } : {}) }),
    touches: touched(crisisId),
    done: ({ status }) => (status === 'published' ? t('compose.published') : t('compose.submitted')),
  })
export const useApproveUpdate = (crisisId: string, id: string) =>
  useWrite<UpdateView>({ path: updatePath(id, '/approvals'), touches: touched(crisisId), done: t('update.approved') })
export const useWithdrawUpdate = (crisisId: string, id: string, after?: () => void) =>
  useWrite<UpdateView>({ path: updatePath(id, '/withdrawal'), touches: touched(crisisId), done: t('update.withdrawn'), ...(after ? { after } : {}) })
export const useSendBackUpdate = (crisisId: string, id: string) =>
  useWrite<UpdateView, { reason: string }>({ path: () => updatePath(id, '/return'), touches: touched(crisisId), done: t('update.sentBack') })
export const usePublishAnyway = (crisisId: string, id: string) =>
  useWrite<UpdateView, { reason: string }>({ path: () => updatePath(id, '/publication'), touches: touched(crisisId), done: t('compose.published') })
