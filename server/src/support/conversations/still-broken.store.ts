// A customer who says “still broken” by the link of the last word: their own conversation at the top of the queue, or a new one, with what they wrote, in the transaction that takes their answer. Never a colleague's: what stands there may be for us alone.
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
  /** Whether it is known who of the account said it. */
  voted: boolean | null
  conversation: number | null
  where: string | null
}

export async function openStillBroken(tx: Db, { crisisId, accountId, textId, at, stream, version }: StillBroken): Promise<void> {
  const { rows } = await sql<Who>`
    select c.practice, c.brand_id as "brandId", c.number, (select said_in(u.id, coalesce(k.locale, a.locale))->>'title' from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1) as title,
           k.id as "contactId", k.email, coalesce(k.name, a.name) as name, k.voted, (select body from texts t where t.id = ${textId ?? null}) as words,
           (select nullif(concat_ws(', ', v.name, f.region), '') from sign_off_follow_ups f left join services v on v.id = f.service_id where f.crisis_id = c.id and f.account_id = a.id) as where,
           (select o.id from conversations o where o.crisis_id = c.id and o.link = 'linked' and o.account_id = a.id and o.state <> 'merged' and case when k.id is null then o.address = 'account ' || a.id else k.voted and (o.contact_id = k.id or o.address = lower(k.email)) end order by o.last_at desc limit 1) as conversation
      from crises c join accounts a on a.id = ${accountId}
      left join lateral (
        select k.*, s.contact_id is not null as voted from contacts k left join sign_offs s on s.crisis_id = c.id and s.account_id = a.id and s.contact_id = k.id where k.account_id = coalesce(a.merged_into, a.id) order by s.contact_id is null, k.id limit 1) k on true
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
        address: who.email?.toLowerCase() ?? `account ${accountId}`,
        writer: who.name,
        subject: who.title ?? who.number,
        at,
        text: [who.words ?? 'Still broken', who.where && `(${who.where})`].filter(Boolean).join(' '),
        externalId: `${stream}/${version}`,
        senderNote: who.voted === false ? 'Said by a link or a program of the account; who of them it was is not known.' : null,
        stillBroken: true,
        answers: crisisId,
      },
    ],
    { now: at, settings: await supportSettings(tx), crises: await linkable(tx, at) },
  )
}
