// Where a conversation stands on a network, for whoever answers it.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { mostOf, type SocialView } from './social.contract.ts'
import { newestPost } from './target.store.ts'

type Stored = {
  network: 'mastodon' | 'bluesky'
  isPublic: boolean
  handle: string
  link: string | null
  shown: string
  answers: boolean
  instance: number | null
}

export async function socialOf(db: Db, id: number): Promise<SocialView | null> {
  const { rows } = await sql<Stored>`select p.* from conversations c ${newestPost()} where c.id = ${id} and p.message is not null`.execute(db)
  const [row] = rows
  if (!row) return null
  const { network, isPublic, handle, link, shown, answers, instance } = row
  return { network, public: isPublic, handle, link, account: shown, answers, most: mostOf(network, isPublic, instance) }
}
