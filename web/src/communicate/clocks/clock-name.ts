import type { ClockView } from '../../../../server/src/communicate/clocks/clocks.contract.ts'
import { t, tOf } from '../../strings/t.ts'

/** What a clock is called: of a word to another audience, with its name. */
export const clockName = ({ kind, audience }: Pick<ClockView, 'kind' | 'audience'>): string =>
  audience ? t('clock.toAudience', { audience: tOf('audience', audience).toLowerCase() }) : tOf('clock', kind)
