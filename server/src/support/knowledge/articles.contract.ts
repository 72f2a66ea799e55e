import { z } from 'zod'
import { Id, Instant, Line, Person, Text, Title } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'

export const Locale = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language such as de or pt-BR')
const Revision = z.number().int().min(0).max(1_000_000)
const Brand = z.string().min(1).max(40).nullable().describe('slug; null: all brands')

const About = {
  brand: Brand,
  open: z.boolean().describe('customers may read it; false: internal, for agents alone'),
  tags: z
    .array(Title(40))
    .max(20)
    .transform((tags) => [...new Set(tags.map((tag) => tag.toLowerCase()))]),
  services: z
    .array(Id)
    .max(50)
    .transform((ids) => [...new Set(ids)])
    .describe('what it is about'),
}
const Words = {
  title: Title(150),
  body: Line(30_000).describe('Markdown without HTML and pictures; a link to another article is its address alone: [how](other-article)'),
}

export const AddArticle = z.object({
  locale: Locale.default('en'),
  ...Words,
  brand: About.brand.default(null),
  open: About.open.default(true),
  tags: About.tags.default([]),
  services: About.services.default([]),
})
export const ChangeArticle = z.object({ ...About, revision: Revision.describe('that you have read: refused where it was changed since') })
export const WriteText = z.object({ ...Words, revision: Revision.describe('that you wrote on, 0 for a new language: refused where there is a newer one') })
export const PutBack = z.object({ revision: Revision.min(1).describe('whose words become the newest again'), newest: Revision.describe('that you have seen') })
export const PublishArticle = z.object({
  revisions: z
    .record(Locale, Revision.min(1))
    .refine((all) => Object.keys(all).length <= 30, 'must be 30 languages at most')
    .describe('by language, the revision that you have read; other languages stay as readers have them'),
})
export const PreviewText = z.object({ body: Text(30_000) })
export const RenderedText = z.object({ html: z.string() })

export const OfArticle = z.object({ id: Id })
export const OfText = OfArticle.extend({ locale: Locale })

export const ArticleState = z.enum(['draft', 'published', 'retired'])
const Votes = z.object({ helpful: z.number().int(), not: z.number().int() })
export const ArticleSummary = z.object({
  id: Id,
  slug: z.string().describe('its address in the portal'),
  title: z.string(),
  locale: z.string().describe('of the title'),
  brand: z.string().nullable(),
  open: z.boolean(),
  state: ArticleState,
  tags: z.array(z.string()),
  languages: z.array(z.object({ locale: z.string(), newest: z.number().int(), published: z.number().int().nullable() })),
  changedAt: Instant,
  changedBy: Person,
  views: z.number().int().describe('pages that customers opened; what a proxy kept for them is not seen'),
  votes: Votes,
})
export const ArticleText = z.object({
  locale: z.string(),
  revision: z.number().int(),
  title: z.string(),
  body: z.string(),
  html: z.string(),
  author: Person,
  writtenAt: Instant,
  published: z.number().int().nullable().describe('the revision that readers have'),
  publishedBy: Person.nullable(),
  publishedAt: Instant.nullable(),
})
export const ArticleView = ArticleSummary.extend({
  revision: z.number().int(),
  services: z.array(z.object({ id: Id, name: z.string() })),
  texts: z.array(ArticleText),
  words: z
    .array(z.object({ words: z.string(), helpful: z.boolean(), locale: z.string(), side: z.enum(['customers', 'agents']), at: Instant }))
    .describe('what readers wrote, the newest 50'),
  url: z.string().nullable().describe('where customers read it; null where they cannot, or through signed links alone'),
})
export const ArticleVersion = z.object({
  revision: z.number().int(),
  title: z.string(),
  author: Person,
  writtenAt: Instant,
  putBack: z.number().int().nullable(),
  published: z.boolean(),
})
export const CompareQuery = z.object({ from: z.coerce.number().int().min(1).max(1_000_000), to: z.coerce.number().int().min(1).max(1_000_000) })
export const ArticlesQuery = PageQuery.extend({
  search: Text(200).optional(),
  state: ArticleState.optional(),
  locale: Locale.optional(),
  brand: z.string().max(40).optional().describe('slug: those of this brand, and of all brands'),
  tag: z.string().max(40).optional(),
  service: Id.optional(),
})

export type AddArticle = z.output<typeof AddArticle>
export type ChangeArticle = z.output<typeof ChangeArticle>
export type WriteText = z.output<typeof WriteText>
export type ArticlesQuery = z.output<typeof ArticlesQuery>
export type ArticleSummary = z.output<typeof ArticleSummary>
export type ArticleView = z.output<typeof ArticleView>
export type ArticleVersion = z.output<typeof ArticleVersion>
