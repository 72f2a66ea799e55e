import type { Kpis } from '../../../../server/src/learn/kpis/kpis.contract.ts'
import { t, tOf } from '../../strings/t.ts'

/** How often each other audience was told in time; no promise to customers. */
export const toldInTime = (audiences: Kpis['audiences']): string =>
  t('clocks.toldInTime', {
    each: audiences.map(({ audience, inTime, due }) => t('clocks.toldOf', { audience: tOf('audience', audience).toLowerCase(), inTime, due })).join(', '),
  })
