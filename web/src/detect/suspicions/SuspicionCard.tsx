import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { useMay } from '../../platform/session.ts'
import { SeverityBadge } from '../../stabilize/crisis/SeverityBadge.tsx'
import { t, tOf } from '../../strings/t.ts'
import { Elapsed } from '../../ui/Elapsed.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { AffectedAccounts } from './AffectedAccounts.tsx'
import { EvidenceGroups } from './EvidenceGroups.tsx'
import { SuspicionActions } from './SuspicionActions.tsx'
import styles from './Suspicions.module.css'
import { type Suspicion, sureWord } from './suspicions.ts'

/** One suspicion: what it looks like, how sure, where, since when, who says so; and what can be done. */
export function SuspicionCard({ suspicion, brand, named }: { suspicion: Suspicion; brand: BrandView | undefined; named: boolean }) {
  const heading = useId()
  const may = useMay('declare')
  const { title, severity, crisisKind, playbook, confidence, services, regions, since, practice, evidence, affected } = suspicion
  const where = [services.map(({ name }) => name).join(', ') || t('suspicions.nowhere'), ...regions]
  return (
    <Paper component="article" aria-labelledby={heading} p={{ base: 'sm', sm: 'md' }}>
      <Stack gap="sm">
        <Group gap="xs">
          <SeverityBadge severity={severity} />
          <Title order={3} id={heading} className="lw-clip" fz="1.0625rem">
            {title}
          </Title>
          {practice && <Badge color="gray">{t('practice')}</Badge>}
          {named && brand && <Badge color="gray">{brand.name}</Badge>}
        </Group>
        <dl className={styles.facts}>
          <Fact label={t('suspicions.since')}>
            <span className={styles.clock}>
              <Elapsed since={since} />
            </span>
            <Text size="xs" c="dimmed">
              <Moment at={since} />
            </Text>
          </Fact>
          <Fact label={t('suspicions.confidence')}>
            {t('suspicions.percent', { word: tOf('suspicions.sure', sureWord(confidence)), percent: Math.round(confidence * 100) })}
            <span className={styles.bar} aria-hidden="true">
              <i style={{ width: `${confidence * 100}%` }} />
            </span>
          </Fact>
          <Fact label={t('suspicions.looksLike')}>{tOf('kind', crisisKind)}</Fact>
          {playbook && (
            <Fact label={t('suspicions.playbook')}>
              <TextLink to="/playbooks/$key" params={{ key: playbook.key }} underline="always">
                {playbook.title}
              </TextLink>
            </Fact>
          )}
          <Fact label={t('suspicions.where')}>{where.join(' · ')}</Fact>
        </dl>
        <EvidenceGroups evidence={evidence} />
        {affected && <AffectedAccounts affected={affected} />}
        {may && <SuspicionActions suspicion={suspicion} timeZone={brand?.timeZone} />}
      </Stack>
    </Paper>
  )
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)
