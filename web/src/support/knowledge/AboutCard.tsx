import { Stack } from '@mantine/core'
import { useState } from 'react'
import type { ArticleView, ChangeArticle } from '../../../../server/src/support/knowledge/articles.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { type About, AboutFields } from './AboutFields.tsx'
import { articlePath, knowledgeKey } from './knowledge.ts'

export function AboutCard({ article }: { article: ArticleView }) {
  const may = useMay('knowledge')
  const before: About = { brand: article.brand, open: article.open, tags: article.tags, services: article.services.map(({ id }) => id) }
  const [about, setAbout] = useState(before)
  const save = useWrite<ArticleView, ChangeArticle>({ method: 'PUT', path: articlePath(article.id), touches: [knowledgeKey], done: t('knowledge.aboutSaved') })
  const wrong = fieldErrors(save.error, ['brand', 'tags', 'services'] as const)
  return (
    <Card title={t('knowledge.about')}>
      <Stack gap="sm" maw={620}>
        <AboutFields about={about} change={setAbout} wrong={wrong} readOnly={!may} />
        {may && (
          <ActionButton
            write={save}
            body={{ ...about, revision: article.revision }}
            disabled={JSON.stringify(about) === JSON.stringify(before)}
            quiet={Object.keys(wrong).length > 0}
            variant="default"
          >
            {t('knowledge.save')}
          </ActionButton>
        )}
      </Stack>
    </Card>
  )
}
