import { Stack, Text, Title } from '@mantine/core'
import { SeverityBadge } from '../../stabilize/crisis/SeverityBadge.tsx'
import { level } from '../../stabilize/crisis/severity.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import styles from './Plan.module.css'
import { useShown } from './playbook.ts'
import { conditionInWords } from './severity-words.ts'

/** The rules of severity as sentences, strictest first. */
export function SeverityCard() {
  const { severity } = useShown().playbook
  const rules = severity.rules.toSorted((one, other) => one.severity - other.severity)
  return (
    <Card title={t('playbook.severity')}>
      <Stack gap="md">
        <ul className={styles.rules}>
          {rules.map((rule) => (
            <li key={`${rule.severity} ${rule.reason}`}>
              <span>
                <SeverityBadge severity={rule.severity} />
              </span>
              <div>
                {rule.reason}
                <div className={styles.when}>{conditionInWords(rule, severity.questions)}.</div>
              </div>
            </li>
          ))}
        </ul>
        <Text size="xs" c="dimmed">
          {severity.standardRules ? t('playbook.severityStandard') : t('playbook.severityAlone')}{' '}
          {t('playbook.severityOtherwise', { severity: severity.otherwise, word: tOf('severity', level(severity.otherwise)) })}
        </Text>
        {severity.questions.length > 0 && (
          <div>
            <Title order={3} mb={6}>
              {t('playbook.questions')}
            </Title>
            <ul className={styles.plain}>
              {severity.questions.map((question) => (
                <li key={question.key}>
                  {question.ask}
                  {question.help && <div className={styles.help}>{question.help}</div>}
                </li>
              ))}
            </ul>
          </div>
        )}
      </Stack>
    </Card>
  )
}
