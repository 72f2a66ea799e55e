import { Badge, Group } from '@mantine/core'
import type { ArticleSummary } from '../../../../server/src/support/knowledge/articles.contract.ts'
import { t, tOf } from '../../strings/t.ts'

const colours = { draft: 'gray', published: 'green', retired: 'gray' } as const

/** Who has it, and whether somebody wrote on since. */
export function ArticleState({ article: { state, open, languages } }: { article: Pick<ArticleSummary, 'state' | 'open' | 'languages'> }) {
  const waits = state === 'published' && languages.some(({ newest, published }) => published !== null && newest !== published)
  return (
    <Group gap={4}>
      <Badge size="sm" color={colours[state]} variant={state === 'retired' ? 'outline' : 'light'}>
        {tOf('knowledge.state', state)}
      </Badge>
      {!open && (
        <Badge size="sm" color="blue">
          {t('knowledge.internal')}
        </Badge>
      )}
      {waits && (
        <Badge size="sm" color="amber">
          {t('knowledge.unpublished')}
        </Badge>
      )}
    </Group>
  )
}
