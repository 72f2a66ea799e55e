import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ArticleVersion, ArticleView } from '../../../../server/src/support/knowledge/articles.contract.ts'
import type { KnowledgeHit, KnowledgeMiss } from '../../../../server/src/support/knowledge/search.contract.ts'
import type { PlaybookDiff } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { get, query, request } from '../../ui/api.ts'

export const knowledgeKey = ['knowledge'] as const
export const articlePath = (id: string, rest = '') => `/api/knowledge/articles/${encodeURIComponent(id)}${rest}`

export type ArticleText = ArticleView['texts'][number]
export const isLocale = (text: string) => /^[a-z]{2,3}(-[A-Z]{2})?$/.test(text)

export const useArticle = (id: string) =>
  useQuery({ queryKey: [...knowledgeKey, 'article', id], queryFn: ({ signal }) => get<ArticleView>(articlePath(id), signal) })

export const useVersions = (id: string, locale: string) =>
  useQuery({
    queryKey: [...knowledgeKey, 'article', id, 'versions', locale],
    queryFn: ({ signal }) => get<ArticleVersion[]>(articlePath(id, `/texts/${locale}/versions`), signal),
  })

export const useDifference = (id: string, locale: string, from: number, to: number) =>
  useQuery({
    queryKey: [...knowledgeKey, 'article', id, 'difference', locale, from, to],
    queryFn: ({ signal }) => get<PlaybookDiff>(`${articlePath(id, `/texts/${locale}/difference`)}${query({ from, to })}`, signal),
    placeholderData: keepPreviousData,
  })

/** What Markdown becomes, by the server, as it will be kept. */
export const usePreview = (body: string) =>
  useQuery({
    queryKey: [...knowledgeKey, 'preview', body],
    queryFn: ({ signal }) => request<{ html: string }>('POST', '/api/knowledge/preview', { body: { body }, signal }),
    enabled: body.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })

/** `asked`: somebody pressed Enter: what then finds nothing is noted for writers. */
export const useKnowledge = (text: string, asked: boolean) =>
  useQuery({
    queryKey: [...knowledgeKey, 'search', text, asked],
    queryFn: ({ signal }) =>
      get<{ hits: KnowledgeHit[] }>(`/api/knowledge/search${query({ text, practice: 'yes', asked: asked ? 'yes' : 'no', limit: 20 })}`, signal),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })

export const missesKey = [...knowledgeKey, 'misses'] as const
export const useMisses = () => useQuery({ queryKey: missesKey, queryFn: ({ signal }) => get<KnowledgeMiss[]>('/api/knowledge/misses', signal) })
