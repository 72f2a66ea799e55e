// The shorter parts of a plan: what can be done at once, who else is told, when it is over, what customers get.
import type { PlaybookShape } from '../../../../server/src/prepare/playbooks/playbook.contract.ts'
import { Text } from '@mantine/core'
import { SeverityBadge } from '../../stabilize/crisis/SeverityBadge.tsx'
import { severities } from '../../stabilize/crisis/severity.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import styles from './Plan.module.css'
import { minutesInWords, roleName, useShown } from './playbook.ts'

export function ActionsCard() {
  const { actions } = useShown().playbook
  if (actions.length === 0) return null
  return (
    <Card title={t('playbook.actions')}>
      <ul className={styles.plain}>
        {actions.map(({ action, text, automatically }) => (
          <li key={action}>
            <b>{action}</b>: {text}
            <div className={styles.help}>
              {automatically
                ? t(automatically.on === 'declared' ? 'playbook.automatic' : 'playbook.automaticRaised', { severities: automatically.severities.join(', ') })
                : t('playbook.byButton')}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

export function AudiencesCard() {
  const { audiences, roles } = useShown().playbook
  if (audiences.length === 0) return null
  return (
    <Card title={t('playbook.audiences')}>
      <ul className={styles.plain}>
        {audiences.map((each) => (
          <li key={each.audience}>
            <b>{tOf('audience', each.audience)}</b>: {each.told}
            <div className={styles.help}>
              {roleName(each.by, roles)}, {t('playbook.from', { severity: each.fromSeverity })}
              {rhythmWords(each.rhythm).map((words) => (
                <div key={words} className="lw-figures">
                  {words}
                </div>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const rhythmWords = (rhythm: PlaybookShape['audiences'][number]['rhythm']) =>
  severities.flatMap((severity) => {
    const { first, every } = rhythm?.[severity] ?? {}
    if (first === undefined) return []
    const said = { severity, first: minutesInWords(first) }
    return every === undefined ? t('playbook.rhythmOnce', said) : t('playbook.rhythm', { ...said, every: minutesInWords(every) })
  })

export function CriteriaCard() {
  const { criteria } = useShown().playbook
  return (
    <Card title={t('playbook.criteria')}>
      <ul className={styles.plain}>
        {criteria.map((criterion) => (
          <li key={criterion.key}>{criterion.each ? t('playbook.criterionEach', { text: criterion.text }) : criterion.text}</li>
        ))}
      </ul>
    </Card>
  )
}

export function RemediesCard() {
  const { remedies, playbook } = useShown()
  return (
    <Card
      title={t('playbook.remedies')}
      aside={
        <Text size="sm" c="dimmed">
          {playbook.remedies}
        </Text>
      }
    >
      <ul className={styles.rules}>
        {severities.map((severity) => (
          <li key={severity}>
            <span>
              <SeverityBadge severity={severity} />
            </span>
            <ul className={styles.plain}>
              {remedies
                .filter((rule) => rule.severity === severity)
                .map((rule) => (
                  <li key={rule.sentence}>
                    {rule.sentence}
                    {rule.tiers && <span className={styles.quiet}> ({rule.tiers.join(', ')})</span>}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  )
}
