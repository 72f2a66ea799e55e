import { Badge } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { type Risk, riskColor } from './health.ts'

/** How an account fares, in a word and a number. */
export const RiskBadge = ({ risk, score }: { risk: Risk; score: number }) => (
  <Badge color={riskColor[risk]}>{t('health.scored', { risk: tOf('health.riskOf', risk), score })}</Badge>
)
