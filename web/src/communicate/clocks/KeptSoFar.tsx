import { Text } from '@mantine/core'
import type { ClockView } from '../../../../server/src/communicate/clocks/clocks.contract.ts'
import { t } from '../../strings/t.ts'
import { toldInTime } from './told-in-time.ts'

const kept = (clocks: ClockView[]): [number, number] => {
  const met = clocks.filter(({ state }) => state === 'met').length
  return [met, met + clocks.filter(({ state }) => state === 'missed').length]
}

/** The share of promises kept so far, as the figures count it; what is among ourselves stands apart. */
export function KeptSoFar({ clocks }: { clocks: ClockView[] }) {
  const [met, due] = kept(clocks.filter(({ inside }) => !inside))
  const [inTime, approvals] = kept(clocks.filter(({ kind }) => kind === 'approval'))
  const audiences = [...new Set(clocks.flatMap(({ audience }) => audience ?? []))].flatMap((audience) => {
    const [told, ofThem] = kept(clocks.filter((clock) => clock.audience === audience))
    return ofThem > 0 ? [{ audience, inTime: told, due: ofThem }] : []
  })
  const said = [
    ...(due > 0 ? [t('clocks.kept', { met, due, percent: Math.round((100 * met) / due) })] : []),
    ...(audiences.length > 0 ? [toldInTime(audiences)] : []),
    ...(approvals > 0 ? [t('kpi.approvals', { inTime, due: approvals })] : []),
  ]
  if (said.length === 0) return null
  return (
    <Text size="xs" c="dimmed" className="lw-figures">
      {said.join('; ')}
    </Text>
  )
}
