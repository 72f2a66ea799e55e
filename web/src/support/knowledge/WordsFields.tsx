import { Stack, Text, Textarea, TextInput, Typography } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import styles from './Knowledge.module.css'
import { usePreview } from './knowledge.ts'

export type Words = { title: string; body: string }
type Props = {
  words: Words
  change: (words: Words) => void
  locale: string
  wrong?: Partial<Record<'title' | 'body', string>>
  readOnly?: boolean
  focus?: boolean
  submit: () => void
}

/** A title and its Markdown; Ctrl and Enter saves from either. */
export function WordsFields({ words, change, locale, wrong = {}, readOnly = false, focus = false, submit }: Props) {
  const keys = (event: { key: string; ctrlKey: boolean; metaKey: boolean }) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
  }
  return (
    <Stack gap="sm">
      <TextInput
        label={t('knowledge.titleField')}
        description={t('knowledge.titleHint')}
        required
        lang={locale}
        maxLength={150}
        readOnly={readOnly}
        autoFocus={focus}
        value={words.title}
        error={wrong.title}
        onKeyDown={keys}
        onChange={(event) => change({ ...words, title: event.currentTarget.value })}
      />
      <Textarea
        label={t('knowledge.body')}
        description={t('knowledge.bodyHint')}
        required
        lang={locale}
        spellCheck
        autosize
        minRows={14}
        maxRows={34}
        maxLength={30_000}
        readOnly={readOnly}
        value={words.body}
        error={wrong.body}
        onKeyDown={keys}
        onChange={(event) => change({ ...words, body: event.currentTarget.value })}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.875rem' } }}
      />
    </Stack>
  )
}

/** What it becomes, beside what is written. Its HTML comes sanitised from the server. */
export function Preview({ words: { title, body }, locale }: { words: Words; locale: string }) {
  const [text] = useDebouncedValue(body, 250)
  const preview = usePreview(text)
  return (
    <Card title={t('knowledge.preview')}>
      {text.trim() === '' ? (
        <Text size="sm" c="dimmed">
          {t('knowledge.previewEmpty')}
        </Text>
      ) : (
        <div lang={locale} className={styles.read}>
          <Text fw={700} size="lg" mb="xs">
            {title}
          </Text>
          <ErrorNote error={preview.error} />
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by our own server without raw HTML; the content security policy allows no script */}
          {preview.data && <Typography dangerouslySetInnerHTML={{ __html: preview.data.html }} />}
        </div>
      )}
    </Card>
  )
}
