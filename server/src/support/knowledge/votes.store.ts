// Whether an article helped: each voter counts once, and the last answer is what counts.
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { maskPersonal } from '../../detect/texts/personal.ts'
import { derivedKey } from '../../platform/secrets/seal.ts'

/** `words`: kept with what belongs to a person taken out; left out, those that the voter wrote before stay. */
export type Vote = { articleId: string; voter: Buffer; side: 'customers' | 'agents'; helpful: boolean; words?: string; locale: string }

/** A mark of whoever votes: the same again for the same, and nobody is found by it. */
export const voterOf = (key: Buffer, mark: string): Buffer => createHmac('sha256', derivedKey(key, 'article-votes')).update(mark).digest()

export async function vote({ db, clock }: Pick<Deps, 'db' | 'clock'>, { articleId, voter, side, helpful, words, locale }: Vote): Promise<void> {
  const kept = words === undefined || words.trim() === '' ? null : maskPersonal(words.trim()).text.slice(0, 1_000)
  await sql`
    insert into article_votes (article_id, voter, side, helpful, words, locale, voted_at) values (${articleId}, ${voter}, ${side}, ${helpful}, ${kept}, ${locale}, ${clock()})
    on conflict (article_id, voter) do update set helpful = excluded.helpful, words = coalesce(excluded.words, article_votes.words), locale = excluded.locale, voted_at = excluded.voted_at`.execute(
    db,
  )
}
