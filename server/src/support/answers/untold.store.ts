// Who wrote about a crisis that is restored, and has heard nothing of that: no update said so yet, and no answer to all did.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { theirLanguage } from '../conversations/order.store.ts'
import { restoredWords } from './restored-words.ts'

/** Whether `c` (conversations) heard that it works again, this time. */
export const heardRestored = (crisis: RawBuilder<unknown>) =>
  sql`exists (select from conversation_messages m join answers o on o.id = m.answer_id where m.conversation_id = c.id and o.kind = 'restored' and o.crisis_id = ${crisis} and o.undone_at is null)`

export type Untold = { conversations: number; waiting: boolean; by: string | null }
/** `waiting`: it is written, by whom, and somebody else must agree. Null: somebody said so (what was stopped by hand is not proposed again), nobody is left to be told, or it is not over. */
export async function untoldOf(db: Db, crisisId: string): Promise<Untold | null> {
  const crisis = sql`${crisisId}::uuid`
  const said = (...states: string[]) =>
    sql`exists (select from answers o where o.crisis_id = x.id and o.kind = 'restored' and o.undone_at is null and o.state = any (${states}::text[]))`
  const { rows } = await sql<Untold>`
    select (select count(*)::int from conversations c where c.crisis_id = x.id and c.link = 'linked' and c.state <> 'merged' and not c.still_broken and not ${heardRestored(crisis)}) as conversations, ${said('waiting')} as waiting,
           (select o.author from answers o where o.crisis_id = x.id and o.kind = 'restored' and o.undone_at is null and o.state = 'waiting' order by o.written_at desc limit 1) as by
      from crises x where x.id = ${crisis} and x.status = 'restored' and not ${said('sending', 'sent', 'ended')}`.execute(db)
  const [found] = rows
  return found && found.conversations > 0 ? found : null
}

type Known = { despite: string[] | null; titles: Record<string, string> | null; languages: string[] | null }
/** To begin with, in the languages of those who wrote; none where it was called restored although something failed: then a person must find the words. */
export async function restoredDraft(db: Db, crisisId: string): Promise<{ texts: Record<string, string>; despite: string[] }> {
  const { rows } = await sql<Known>`
    select (select array_agg(distinct split_part(${theirLanguage}, '-', 1)) from conversations c join brands b on b.id = c.brand_id
              left join accounts a on a.id = c.account_id left join contacts k on k.id = c.contact_id where c.crisis_id = ${crisisId} and c.link = 'linked' and c.state <> 'merged') as languages,
           (select e.data->'despite' from events e where e.stream = 'crisis/' || ${crisisId}::text and e.type = 'CrisisRestored' order by e.version desc limit 1) as despite,
           (select jsonb_object_agg(t.locale, t.parts->>'title') from update_texts t where t.update_id = (select u.id from updates u where u.crisis_id = ${crisisId} and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1)) as titles`.execute(
    db,
  )
  const [known] = rows
  const despite = known?.despite ?? []
  const texts = Object.entries(restoredWords(known?.titles ?? {})).filter(([language]) => language === 'en' || known?.languages?.includes(language))
  return { despite, texts: despite.length > 0 ? {} : Object.fromEntries(texts) }
}
