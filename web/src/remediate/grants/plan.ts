// Planning, changing and approving remedies.
import type { Adjust, RemedyLineView, RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { crisisKey, crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { t } from '../../strings/t.ts'
import { useWrite } from '../../ui/use-write.ts'
import { payoutsKey } from '../execution/payouts.ts'

export const linesKey = (crisisId: string) => [...crisisKey(crisisId), 'remedy-lines']
const touches = (crisisId: string) => [...touched(crisisId), linesKey(crisisId), payoutsKey]

export const usePlanRemedies = (crisisId: string) =>
  useWrite<RemedyPlanView, { adjust?: Adjust }>({ path: crisisPath(crisisId, '/remedies'), touches: touches(crisisId), done: t('remedy.planned') })
export const useApprovePlan = (crisisId: string, planId: string) =>
  useWrite<RemedyPlanView, { seal: string }>({
    path: `/api/remedies/${encodeURIComponent(planId)}/approvals`,
    touches: touches(crisisId),
    done: t('remedy.approved'),
  })

export type Edited = { accountId: number; remedy: string; amountMinor: number; reason: string }
export const useEditLine = (crisisId: string, after: () => void) =>
  useWrite<RemedyPlanView, Edited>({
    method: 'PUT',
    path: ({ accountId }) => crisisPath(crisisId, `/remedies/lines/${accountId}`),
    send: ({ remedy, amountMinor, reason }) => ({ remedy, amountMinor, reason }),
    touches: touches(crisisId),
    done: t('lines.edited'),
    after,
  })
export const useTakeBack = (crisisId: string, after: () => void) =>
  useWrite<RemedyLineView[], { grantId: number; reason: string }>({
    path: ({ grantId }) => crisisPath(crisisId, `/grants/${grantId}/reversal`),
    send: ({ reason }) => ({ reason }),
    touches: touches(crisisId),
    done: t('lines.backDone'),
    after,
  })
