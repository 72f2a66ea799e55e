import { Button, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { t, tn } from '../../strings/t.ts'
import { languageName } from '../../ui/format.ts'
import styles from './Answers.module.css'
import type { AnswerPreview, ConversationsOfCrisis } from './answers.ts'
import { unwritten } from './written.ts'

type Texts = Record<string, string>
type Shown = { texts: Texts; change: (texts: Texts) => void; draft: ConversationsOfCrisis['draft']; languages: AnswerPreview['languages'] }
const variables = ['name', 'account', 'number', 'next_update', 'status_page'] as const
const offered = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ja'] as const

/** The words, in as many languages as there are readers; whoever has none of their own reads English. */
export function AnswerTexts({ texts, change, draft, languages }: Shown) {
  const others = [...new Set([...unwritten(languages).map(({ language }) => language), ...offered])].filter((locale) => !Object.hasOwn(texts, locale))
  const [chosen, setChosen] = useState('')
  const next = others.includes(chosen) ? chosen : (others[0] ?? '')
  return (
    <Stack gap="sm">
      {draft.updateId && (
        <Text size="sm" c="dimmed">
          {t('answers.fromUpdate')}
        </Text>
      )}
      {Object.entries(texts).map(([locale, text], nth) => (
        <div key={locale}>
          <Textarea
            label={languageName(locale)}
            lang={locale}
            minRows={5}
            maxRows={12}
            maxLength={10_000}
            value={text}
            onChange={(event) => change({ ...texts, [locale]: event.currentTarget.value })}
            {...(nth === 0 ? { 'data-autofocus': true } : {})}
          />
          {Object.keys(texts).length > 1 && (
            <Button
              size="compact-xs"
              variant="subtle"
              mt={2}
              onClick={() => change(Object.fromEntries(Object.entries(texts).filter(([each]) => each !== locale)))}
            >
              {t('answers.removeLanguage', { language: languageName(locale) })}
            </Button>
          )}
        </div>
      ))}
      {unwritten(languages).map(({ language, conversations }) => (
        <Text size="sm" className="lw-amber" key={language}>
          {tn('answers.unwritten', conversations, { language: languageName(language) })}
        </Text>
      ))}
      <Group gap="xs" align="flex-end">
        <NativeSelect
          size="xs"
          label={t('answers.addLanguage')}
          value={next}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={others.map((value) => ({ value, label: languageName(value) }))}
        />
        <Button size="xs" variant="default" disabled={!next} onClick={() => change({ ...texts, [next]: '' })}>
          {t('answers.add')}
        </Button>
      </Group>
      <details className={styles.help}>
        <summary>{t('answers.variables')}</summary>
        <dl>
          {variables.map((name) => (
            <div key={name}>
              <dt>
                <code>{`{${name}}`}</code>
              </dt>
              <dd>{t(`answers.variable.${name}`)}</dd>
            </div>
          ))}
        </dl>
        <Text size="xs">{t('answers.variablesElse', { example: '{name|there}' })}</Text>
      </details>
    </Stack>
  )
}
