import { Badge, Group, Paper, Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { languageName } from '../../ui/format.ts'
import styles from './Answers.module.css'
import type { AnswerPreview } from './answers.ts'
import { reasonsOf } from './HeldDialog.tsx'

/** Some of them side by side, of each language and of each reason to hold back: to whom, and the exact words. */
export function AnswerSamples({ samples }: { samples: AnswerPreview['samples'] }) {
  if (samples.length === 0) return <Text size="sm">{t('answers.noSample')}</Text>
  return (
    <ul className={styles.samples} aria-label={t('answers.samples')}>
      {samples.map(({ conversation, subject, writer, account, language, text, held }) => (
        <li key={conversation}>
          <Paper p="sm" data-held={held.length > 0 || undefined} className={styles.sample}>
            <Group gap={6}>
              <Text size="sm" fw={600}>
                {writer ?? account ?? `#${conversation}`}
              </Text>
              <Badge color="gray">{language === 'und' ? t('answers.noLanguage') : languageName(language)}</Badge>
            </Group>
            <Text size="xs" c="dimmed" className="lw-clip">
              #{conversation} {subject}
            </Text>
            {held.length > 0 ? (
              <Text size="sm" mt={6} className="lw-amber">
                {t('answers.sampleHeld', { reasons: reasonsOf(held) })}
              </Text>
            ) : (
              <div className={`lw-prewrap ${styles.sampleText}`} lang={language === 'und' ? undefined : language}>
                {text}
              </div>
            )}
          </Paper>
        </li>
      ))}
    </ul>
  )
}
