import { Stack, Text } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { SeverityBadge } from '../../stabilize/crisis/SeverityBadge.tsx'
import { severities } from '../../stabilize/crisis/severity.ts'
import { Card } from '../../ui/Card.tsx'
import { Scrollable } from '../../ui/Scrollable.tsx'
import styles from './Plan.module.css'
import { minutesInWords, useShown } from './playbook.ts'

const clocks = [
  'team-assembled',
  'first-message',
  'communication-plan',
  'first-full-update',
  'impact-and-timeline',
  'next-update',
  'strategic-review',
  'review',
  'approval',
] as const

/** What is promised within which time, per severity. */
export function ClockTable() {
  const { playbook } = useShown()
  const each = (of: Record<1 | 2 | 3 | 4, number>) => severities.map((severity) => of[severity]).join(', ')
  return (
    <Card title={t('playbook.clocks')}>
      <Stack gap="md">
        <Scrollable label={t('playbook.clocks')}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('playbook.clock')}</th>
                {severities.map((severity) => (
                  <th key={severity} scope="col">
                    <SeverityBadge severity={severity} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {clocks.map((clock) => (
                <tr key={clock}>
                  <th scope="row">{tOf('clock', clock)}</th>
                  {severities.map((severity) => (
                    <td key={severity} className="lw-figures">
                      <Promised minutes={playbook.clocks[severity][clock]} rhythm={clock === 'next-update' || clock === 'strategic-review'} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
        <Text size="xs" c="dimmed">
          {t('playbook.approvalsText', {
            updates: each(playbook.approvals.updates),
            holding: each(playbook.approvals.holding),
            remedies: each(playbook.approvals.remedies),
          })}
        </Text>
      </Stack>
    </Card>
  )
}

function Promised({ minutes, rhythm }: { minutes: number | undefined; rhythm: boolean }) {
  if (minutes === undefined) return <span className={styles.quiet}>–</span>
  return <>{rhythm ? t('playbook.every', { span: minutesInWords(minutes) }) : minutesInWords(minutes)}</>
}
