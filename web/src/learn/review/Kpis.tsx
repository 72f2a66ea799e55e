import { SimpleGrid, Text, Tooltip, UnstyledButton } from '@mantine/core'
import type { Kpis as KpiValues } from '../../../../server/src/learn/kpis/kpis.contract.ts'
import { toldInTime } from '../../communicate/clocks/told-in-time.ts'
import { t } from '../../strings/t.ts'
import { number, span } from '../../ui/format.ts'

/** Each figure with its exact definition on hover and focus. */
export function Kpis({ kpis }: { kpis: KpiValues }) {
  const minutes = (value: number | null) => (value === null ? null : span(value * 60_000))
  const share = (value: number | null) => (value === null ? null : `${Math.round(value)} %`)
  const figures = [
    { label: t('kpi.timeToDetect'), what: t('kpi.timeToDetect.what'), value: minutes(kpis.timeToDetect) },
    { label: t('kpi.timeToAcknowledge'), what: t('kpi.timeToAcknowledge.what'), value: minutes(kpis.timeToAcknowledge) },
    { label: t('kpi.timeToFirstMessage'), what: t('kpi.timeToFirstMessage.what'), value: minutes(kpis.timeToFirstMessage) },
    { label: t('kpi.timeToRestore'), what: t('kpi.timeToRestore.what'), value: minutes(kpis.timeToRestore) },
    {
      label: t('kpi.commsSlaHit'),
      what: t('kpi.commsSlaHit.what'),
      value: share(kpis.commsSlaHit),
      note: [
        t('kpi.clocks', { met: kpis.clocksMet, due: kpis.clocksDue, missed: kpis.clocksMissed, waived: kpis.clocksWaived }),
        ...(kpis.audiences.length > 0 ? [toldInTime(kpis.audiences)] : []),
        ...(kpis.approvalsDue > 0 ? [t('kpi.approvals', { inTime: kpis.approvalsInTime, due: kpis.approvalsDue })] : []),
      ].join('; '),
    },
    {
      label: t('kpi.signOffRate'),
      what: t('kpi.signOffRate.what'),
      value: share(kpis.signOffRate),
      note: t('kpi.signOff', { works: number(kpis.signOffWorks), asked: number(kpis.signOffAsked), broken: number(kpis.signOffBroken) }),
    },
    {
      label: t('kpi.updateSatisfaction'),
      what: t('kpi.updateSatisfaction.what'),
      value: share(kpis.updateSatisfaction),
      note: kpis.updateHelpful + kpis.updateNot > 0 && t('kpi.updates', { helpful: number(kpis.updateHelpful), not: number(kpis.updateNot) }),
    },
  ]
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 7 }} spacing="md" style={{ alignItems: 'start' }}>
      {figures.map(({ label, what, value, note }) => (
        <Tooltip key={label} label={what}>
          <UnstyledButton style={{ borderRadius: 6, cursor: 'help' }}>
            <Text size="xs" c="dimmed">
              {label}
            </Text>
            {value === null ? (
              <Text c="dimmed" size="sm" mt={4}>
                {t('kpi.unknown')}
              </Text>
            ) : (
              <Text fz="1.5rem" fw={650} lh={1.25} className="lw-figures">
                {value}
              </Text>
            )}
            {note && (
              <Text size="xs" c="dimmed" className="lw-figures">
                {note}
              </Text>
            )}
          </UnstyledButton>
        </Tooltip>
      ))}
    </SimpleGrid>
  )
}
