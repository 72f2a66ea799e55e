import { Badge, Group, Text, Title } from '@mantine/core'
import type { ShownPlaybook } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import styles from './Plan.module.css'
import { useShown } from './playbook.ts'

type Obligation = ShownPlaybook['obligations'][number]

/** Questions of the law, and the duties that a yes starts. */
export function LawCard() {
  const { playbook, obligations } = useShown()
  return (
    <Card title={t('playbook.lawTitle')}>
      <Text size="xs" c="dimmed" mb="md">
        {t('playbook.lawHint')}
      </Text>
      <div className={styles.law}>
        {playbook.regulatory.map((question) => (
          <div key={question.key}>
            <Title order={3}>{question.ask}</Title>
            {question.help && <div className={styles.help}>{question.help}</div>}
            <ul>
              {question.starts.map((key) => {
                const obligation = obligations.find((each) => each.key === key)
                return obligation && <Duty key={key} obligation={obligation} />
              })}
            </ul>
          </div>
        ))}
      </div>
    </Card>
  )
}

function Duty({ obligation }: { obligation: Obligation }) {
  const { regime, title, deadline, alsoWithin, startsFrom, evidence, verify, trigger, content, source } = obligation
  return (
    <li>
      <Group justify="space-between" gap="xs" align="flex-start">
        <span>
          <b>{regime}</b>: {title}
        </span>
        <Badge size="sm" color={evidence === 'not-verified' ? 'amber' : 'gray'}>
          {tOf('playbook.evidence', evidence)}
        </Badge>
      </Group>
      <div>
        <span className={styles.limit}>{limitInWords(deadline)}</span>, {t('playbook.startsFrom', { basis: words(startsFrom) })}
        {alsoWithin && <> {t('playbook.orWithin', { limit: limitInWords(alsoWithin.deadline), basis: words(alsoWithin.from) })}</>}
      </div>
      <div className={styles.help}>{trigger}</div>
      <details>
        <summary className={styles.help}>{t('playbook.content')}</summary>
        <ol className={styles.content}>
          {content.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ol>
        <div className={styles.help}>{source}</div>
      </details>
      <div className={styles.help}>{t('playbook.verify', { verify })}</div>
    </li>
  )
}

const words = (basis: string) => basis.replaceAll('-', ' ')

function limitInWords({ hours, calendarDays, businessDays, months }: Obligation['deadline']): string {
  if (hours !== undefined) return t('playbook.limit.hours', { count: hours })
  if (calendarDays !== undefined) return t('playbook.limit.calendarDays', { count: calendarDays })
  if (businessDays !== undefined) return t('playbook.limit.businessDays', { count: businessDays })
  return months === undefined ? t('playbook.promptly') : tn('playbook.limit.months', months)
}
