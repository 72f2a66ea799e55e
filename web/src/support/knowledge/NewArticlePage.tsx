import { Autocomplete, Stack } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ArticleView } from '../../../../server/src/support/knowledge/articles.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { type About, AboutFields } from './AboutFields.tsx'
import styles from './Knowledge.module.css'
import { isLocale, knowledgeKey } from './knowledge.ts'
import { Preview, type Words, WordsFields } from './WordsFields.tsx'

/** A new draft: its words on one side, what they become and for whom they are on the other. */
export function NewArticlePage() {
  const from = useSearch({ from: '/knowledge/new' })
  const navigate = useNavigate()
  const [words, setWords] = useState<Words>({ title: from.title ?? '', body: '' })
  const [locale, setLocale] = useState(from.locale ?? 'en')
  const [about, setAbout] = useState<About>({ brand: null, open: true, tags: [], services: [] })
  const add = useWrite<ArticleView, Words & About & { locale: string }>({
    path: '/api/knowledge/articles',
    touches: [knowledgeKey],
    done: t('knowledge.added'),
    after: ({ id }) => void navigate({ to: '/knowledge/$articleId', params: { articleId: id } }),
  })
  const wrong = fieldErrors(add.error, ['title', 'body', 'locale', 'brand', 'tags', 'services'] as const)
  const body = { ...words, ...about, locale }
  const ready = words.title.trim() !== '' && words.body.trim() !== '' && isLocale(locale)
  return (
    <Page
      title={t('knowledge.newTitle')}
      lead={t('knowledge.newLead')}
      actions={
        <TextLink to="/knowledge" size="sm">
          {t('knowledge.back')}
        </TextLink>
      }
    >
      <div className={styles.columns}>
        <Card title={t('knowledge.words')}>
          <Stack gap="sm">
            <Autocomplete
              label={t('knowledge.language')}
              description={t('knowledge.addLanguageHint')}
              data={['en', 'de', 'fr', 'es', 'pt', 'ja']}
              maw={220}
              value={locale}
              onChange={setLocale}
              error={wrong.locale ?? (isLocale(locale) ? undefined : t('knowledge.localeWrong'))}
            />
            <WordsFields words={words} change={setWords} locale={locale} wrong={wrong} focus submit={() => ready && !add.isPending && add.mutate(body)} />
            <ActionButton write={add} body={body} disabled={!ready} may="knowledge" quiet={Object.keys(wrong).length > 0}>
              {t('knowledge.add')}
            </ActionButton>
          </Stack>
        </Card>
        <Stack gap="md">
          <Preview words={words} locale={locale} />
          <Card title={t('knowledge.about')}>
            <AboutFields about={about} change={setAbout} wrong={wrong} />
          </Card>
        </Stack>
      </div>
    </Page>
  )
}
