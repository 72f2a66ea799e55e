// A customer who says “still broken” by the link of the last word: a conversation at the top of the queue, with what they wrote, in the transaction that takes their answer.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { linkable } from './link.store.ts'
import { supportSettings } from './settings.store.ts'
import { takeIn } from './take.store.ts'

/** `stream` and `version` name the fact: each is one message. */
export type StillBroken = { crisisId: string; accountId: number; textId?: string | undefined; at: Date; stream: string; version: number }
type Who = {
  practice: boolean
  brandId: string
  number: string
  title: string | null
  contactId: number | null
  email: string | null
  name: string | null
  words: string | null
  conversation: number | null
  where: string | null
}

export async function openStillBroken(tx: Db, { crisisId, accountId, textId, at, stream, version }: StillBroken): Promise<void> {
  const { rows } = await sql<Who>`
    select c.practice, c.brand_id as "brandId", c.number, (select said_in(u.id, coalesce(k.locale, a.locale))->>'title' from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1) as title,
           k.id as "contactId", k.email, coalesce(k.name, a.name) as name, (select body from texts t where t.id = ${textId ?? null}) as words,
           (select nullif(concat_ws(', ', v.name, f.region), '') from sign_off_follow_ups f left join services v on v.id = f.service_id where f.crisis_id = c.id and f.account_id = a.id) as where,
           (select o.id from conversations o where o.crisis_id = c.id and o.link = 'linked' and o.account_id = a.id and o.state <> 'merged' order by o.last_at desc limit 1) as conversation
      from crises c join accounts a on a.id = ${accountId}
      left join lateral (
        select k.* from contacts k left join sign_offs s on s.crisis_id = c.id and s.account_id = a.id and s.contact_id = k.id where k.account_id = coalesce(a.merged_into, a.id) order by s.contact_id is null, k.id limit 1) k on true
     where c.id = ${crisisId}`.execute(tx)
  const [who] = rows
  if (!who) return
  await takeIn(
    tx,
    [
      {
        conversation: who.conversation,
        practice: who.practice,
        channel: who.email ? 'email' : 'api',
        brandId: who.brandId,
        accountId,
        contactId: who.contactId,
        address: who.email ?? `account ${accountId}`,
        writer: who.name,
        subject: who.title ?? who.number,
        at,
        text: [who.words ?? 'Still broken', who.where && `(${who.where})`].filter(Boolean).join(' '),
        externalId: `${stream}/${version}`,
        stillBroken: true,
        answers: crisisId,
      },
    ],
    { now: at, settings: await supportSettings(tx), crises: await linkable(tx, at) },
  )
}
