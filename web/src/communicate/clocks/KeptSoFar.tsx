import { Text } from '@mantine/core'
import type { ClockView } from '../../../../server/src/communicate/clocks/clocks.contract.ts'
import { t } from '../../strings/t.ts'

/** The share of promises kept so far, as the figures count it; what is among ourselves stands apart. */
export function KeptSoFar({ clocks }: { clocks: ClockView[] }) {
  const count = (state: ClockView['state'], inside: boolean) => clocks.filter((clock) => clock.state === state && clock.inside === inside).length
  const [met, due] = [count('met', false), count('met', false) + count('missed', false)]
  const [inTime, approvals] = [count('met', true), count('met', true) + count('missed', true)]
  if (due === 0 && approvals === 0) return null
  const said = [
    ...(due > 0 ? [t('clocks.kept', { met, due, percent: Math.round((100 * met) / due) })] : []),
    ...(approvals > 0 ? [t('kpi.approvals', { inTime, due: approvals })] : []),
  ]
  return (
    <Text size="xs" c="dimmed" className="lw-figures">
      {said.join('; ')}
    </Text>
  )
}
