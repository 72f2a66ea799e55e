import { Anchor, Group, Stack, Tabs } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { ArticleView } from '../../../../server/src/support/knowledge/articles.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { languageName } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { AboutCard } from './AboutCard.tsx'
import { AddLanguage } from './AddLanguage.tsx'
import { ArticleActions } from './ArticleActions.tsx'
import { ArticleState } from './ArticleState.tsx'
import { isLocale, useArticle } from './knowledge.ts'
import { Said } from './Said.tsx'
import { TextEditor } from './TextEditor.tsx'
import { Versions } from './Versions.tsx'

/** One article: its words in each language, who has them, what became of them. */
export function ArticlePage() {
  const { articleId } = useParams({ from: '/knowledge/$articleId' })
  const query = useArticle(articleId)
  return (
    <Page
      title={query.data?.title ?? t('knowledge.article')}
      lead={
        <TextLink to="/knowledge" size="sm">
          {t('knowledge.back')}
        </TextLink>
      }
      actions={query.data && <Top article={query.data} />}
    >
      <Loaded query={query}>{(article) => <Article key={article.id} article={article} />}</Loaded>
    </Page>
  )
}

const Top = ({ article }: { article: ArticleView }) => (
  <Group gap="sm">
    <ArticleState article={article} />
    {article.url && (
      <Anchor href={article.url} target="_blank" rel="noreferrer" size="sm">
        {t('knowledge.open')}
      </Anchor>
    )}
    <ArticleActions article={article} />
  </Group>
)

function Article({ article }: { article: ArticleView }) {
  const may = useMay('knowledge')
  const { locale: wanted } = useSearch({ from: '/knowledge/$articleId' })
  const navigate = useNavigate()
  const there = article.texts.map(({ locale }) => locale)
  const added = may && wanted && isLocale(wanted) && !there.includes(wanted) ? wanted : undefined
  const locale = added ?? there.find((each) => each === wanted) ?? (there[0] as string)
  const go = (to: string | null) =>
    to && void navigate({ to: '/knowledge/$articleId', params: { articleId: article.id }, search: { locale: to }, replace: true })
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end" gap="sm">
        <Tabs value={locale} onChange={go}>
          <Tabs.List aria-label={t('knowledge.languages')}>
            {[...there, ...(added ? [added] : [])].map((each) => (
              <Tabs.Tab key={each} value={each} aria-controls="words">
                {languageName(each)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
        {may && <AddLanguage there={there} add={go} />}
      </Group>
      <div id="words" role="tabpanel" aria-label={languageName(locale)}>
        <TextEditor key={locale} article={article} locale={locale} />
      </div>
      <Said article={article} />
      <AboutCard key={article.revision} article={article} />
      {there.includes(locale) && <Versions key={locale} article={article} locale={locale} />}
    </Stack>
  )
}
