// All that an answer may be made of: what was published on crises, this customer's own record, and what of the knowledge is for customers.
import type { MyCrisis } from '../../communicate/my-page/my-page.store.ts'
import type { Incident } from '../../communicate/status-page/status-page.store.ts'
import type { KnowledgeHit } from '../knowledge/search.contract.ts'

export type OwnConversation = {
  id: number
  subject: string
  state: 'open' | 'waiting' | 'snoozed' | 'closed'
  openedAt: Date
  promisedAt: Date | null
  url: string | null
}
/** Of whom we know by a signed link who they are. */
export type Own = { accountId: number; vulnerability: string | null; crises: MyCrisis[]; conversations: OwnConversation[] }
export type Hit = Pick<KnowledgeHit, 'id' | 'kind' | 'title' | 'url' | 'locale' | 'body' | 'running'>
export type Material = {
  now: Date
  /** Of the page; an answer is in the language of its question. */
  locale: string
  /** Of the brand: what its updates are in, where they say nothing else. */
  brandLocale: string
  timeZone: string
  /** Of the brand's pages, without a slash at the end. */
  home: string
  services: { id: string; name: string }[]
  incidents: Incident[]
  own: Own | null
  hits: Hit[]
}

export const sourceKinds = ['update', 'status', 'record', 'grant', 'conversation', 'article', 'workaround'] as const
export type SourceKind = (typeof sourceKinds)[number]
/** `key`: what it is, the same wherever it is named. `text`: its words; every fact of a sentence is in those of its source. */
export type Source = { key: string; kind: SourceKind; title: string; url: string | null; at: Date | null; text: string }
export type Sentence = { text: string; source: number }
export type Composed = { sentences: Sentence[]; sources: Source[] }
