import { Badge, Text, Title } from '@mantine/core'
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
            <ul className={styles.duties}>
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
  const { regime, title, deadline, alsoWithin, startsFrom, evidence, verify, trigger, content, extensions, source } = obligation
  return (
    <li>
      <details>
        <summary>
          <span className={styles.duty}>
            <span>
              <b>{regime}</b>: {title}
            </span>
            <span>
              <b>{limitInWords(deadline)}</b>, {t('playbook.startsFrom', { basis: words(startsFrom) })}
              {alsoWithin && <> {t('playbook.orWithin', { limit: limitInWords(alsoWithin.deadline), basis: words(alsoWithin.from) })}</>}
            </span>
            <Badge size="sm" color={evidence === 'not-verified' ? 'amber' : 'gray'}>
              {tOf('playbook.evidence', evidence)}
            </Badge>
          </span>
        </summary>
        <div className={styles.inside}>
          <div>{trigger}</div>
          {extensions && <div>{extensions}</div>}
          <div>
            <b>{t('playbook.content')}</b>
            <ol className={styles.content}>
              {content.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ol>
          </div>
          <div>{t('playbook.verify', { verify })}</div>
          <div className={styles.quiet}>{source}</div>
        </div>
      </details>
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
