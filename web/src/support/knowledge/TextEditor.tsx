import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ArticleView, WriteText } from '../../../../server/src/support/knowledge/articles.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import styles from './Knowledge.module.css'
import { type ArticleText, articlePath, knowledgeKey } from './knowledge.ts'
import { Preview, type Words, WordsFields } from './WordsFields.tsx'

/** One language of an article. Saving makes a version; nobody reads it before it is published. */
export function TextEditor({ article, locale }: { article: ArticleView; locale: string }) {
  const may = useMay('knowledge')
  const text = article.texts.find((each) => each.locale === locale)
  const newest = text?.revision ?? 0
  const there: Words = { title: text?.title ?? '', body: text?.body ?? '' }
  const [words, setWords] = useState(there)
  const [from, setFrom] = useState({ words: there, revision: newest })
  const save = useWrite<ArticleView, WriteText>({
    method: 'PUT',
    path: articlePath(article.id, `/texts/${locale}`),
    touches: [knowledgeKey],
    done: t('knowledge.saved'),
    after: ({ texts }, sent) =>
      setFrom({ words: { title: sent.title, body: sent.body }, revision: texts.find((each) => each.locale === locale)?.revision ?? sent.revision + 1 }),
  })
  const changed = words.title !== from.words.title || words.body !== from.words.body
  // What somebody else saved is taken over where nothing of one's own would be lost by it.
  const newer = newest > from.revision && !save.isPending
  const take = () => {
    setWords(there)
    setFrom({ words: there, revision: newest })
  }
  if (newer && !changed) take()
  const stale = newer && changed
  const wrong = fieldErrors(save.error, ['title', 'body'] as const)
  const ready = changed && !stale && words.title.trim() !== '' && words.body.trim() !== ''
  const body = { ...words, revision: from.revision }
  return (
    <div className={styles.columns}>
      <Card title={t('knowledge.words')} aside={<Standing text={text} />}>
        <Stack gap="sm">
          {stale && (
            <Alert color="amber">
              <Stack gap="xs">
                {t('knowledge.stale')}
                <Group gap="xs">
                  <Button size="xs" variant="default" onClick={take}>
                    {t('knowledge.seeTheirs')}
                  </Button>
                  <Button size="xs" variant="default" onClick={() => setFrom({ words: there, revision: newest })}>
                    {t('knowledge.keepMine')}
                  </Button>
                </Group>
              </Stack>
            </Alert>
          )}
          <WordsFields
            words={words}
            change={setWords}
            locale={locale}
            wrong={wrong}
            readOnly={!may}
            focus={text === undefined}
            submit={() => ready && !save.isPending && save.mutate(body)}
          />
          {may && (
            <ActionButton write={save} body={body} disabled={!ready} quiet={Object.keys(wrong).length > 0}>
              {t('knowledge.save')}
            </ActionButton>
          )}
        </Stack>
      </Card>
      <Preview words={words} locale={locale} />
    </div>
  )
}

const Standing = ({ text }: { text: ArticleText | undefined }) => (
  <Text size="sm" c="dimmed">
    {!text?.published
      ? t('knowledge.readersHaveNone')
      : text.published === text.revision
        ? t('knowledge.readersHaveThis')
        : t('knowledge.readersHave', { revision: text.published })}
  </Text>
)
