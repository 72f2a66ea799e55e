// Planning and approving remedies.
import type { RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { t } from '../../strings/t.ts'
import { useWrite } from '../../ui/use-write.ts'

export const usePlanRemedies = (crisisId: string) =>
  useWrite<RemedyPlanView>({ path: crisisPath(crisisId, '/remedies'), touches: touched(crisisId), done: t('remedy.planned') })
export const useApprovePlan = (crisisId: string, planId: string) =>
  useWrite<RemedyPlanView, { seal: string }>({
    path: `/api/remedies/${encodeURIComponent(planId)}/approvals`,
    touches: touched(crisisId),
    done: t('remedy.approved'),
  })
