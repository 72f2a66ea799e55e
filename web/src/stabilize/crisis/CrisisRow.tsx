import { Badge, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { CrisisSummary } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { atNear, span } from '../../ui/format.ts'
import { Moment } from '../../ui/Moment.tsx'
import styles from './CrisisRow.module.css'
import { SeverityBadge } from './SeverityBadge.tsx'
import { StatusBadge } from './StatusBadge.tsx'

export function CrisisRow({ crisis }: { crisis: CrisisSummary }) {
  const closed = crisis.status === 'closed'
  return (
    <Link to="/crises/$crisisId" params={{ crisisId: crisis.id }} className={styles.row} data-severity={closed ? undefined : crisis.severity}>
      <div className={styles.main}>
        <Group gap="xs">
          <SeverityBadge severity={crisis.severity} />
          <StatusBadge status={crisis.status} />
          {crisis.practice && <Badge color="gray">{t('practice')}</Badge>}
          <Text size="sm" c="dimmed" className="lw-figures">
            {crisis.number} · {tOf('kind', crisis.kind)}
          </Text>
        </Group>
        <Text fw={600} size={closed ? 'sm' : 'lg'} lh={1.3} className="lw-clip">
          {crisis.title}
        </Text>
        <Text size="sm" c="dimmed">
          {closed && crisis.restoredAt ? (
            `${atNear(crisis.onsetAt)}, ${t('crises.lasted', { span: span(Date.parse(crisis.restoredAt) - Date.parse(crisis.onsetAt)) })}`
          ) : (
            <>
              {t('crises.since')} <Moment at={crisis.onsetAt} />
            </>
          )}
          {' · '}
          {crisis.accountsAffected === null ? t('crises.notAssessed') : tn('crises.accounts', crisis.accountsAffected)}
          {' · '}
          {t('crises.commander')}: {crisis.commander?.name ?? t('crises.nobody')}
          {crisis.clocksMissed > 0 && <span className="lw-red"> · {tn('crises.missed', crisis.clocksMissed)}</span>}
        </Text>
      </div>
      {!closed && crisis.nextDeadline && (
        <div className={styles.deadline}>
          <Text size="xs" c="dimmed">
            {t('crises.next')}
          </Text>
          <Countdown to={crisis.nextDeadline} size="1.75rem" weight={650} />
        </div>
      )}
    </Link>
  )
}
