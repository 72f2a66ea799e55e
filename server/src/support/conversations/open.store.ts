// Conversations that do not come by mail: a call that was taken, a message of another system. The same external id is the same message.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { hold } from './change.store.ts'
import type { OpenConversation } from './conversations.contract.ts'
import { linkable } from './link.store.ts'
import { answered, putOut } from './reply.store.ts'
import { supportSettings } from './settings.store.ts'
import { takeIn } from './take.store.ts'

export async function openConversation(
  deps: Pick<Deps, 'db' | 'clock' | 'key'>,
  given: OpenConversation,
  by: string,
): Promise<{ id: number; message: number; again: boolean }> {
  const now = deps.clock()
  return deps.db.transaction().execute(async (tx) => {
    const externalId = given.externalId === undefined ? null : `${by}/${given.externalId}`
    if (externalId !== null) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${externalId}, 0))`.execute(tx)
      const { rows } = await sql<{
        id: number
        message: number
      }>`select conversation_id as id, id as message from conversation_messages where external_id = ${externalId}`.execute(tx)
      if (rows[0]) return { ...rows[0], again: true }
    }
    const before = given.conversation === undefined ? undefined : await hold(tx, given.conversation)
    if (before?.state === 'merged') throw new Refused('already-done', `This conversation was put together with #${before.mergedInto}: go on there.`)
    const address = given.address.toLowerCase()
    const who = await whoIs(tx, given, address)
    if (before && before.address !== address && (before.accountId === null || before.accountId !== who.accountId))
      throw new Refused('not-allowed', 'This conversation is with another customer: what one writes must never be seen by the other. Leave `conversation` out.')
    const at = given.at && given.at.getTime() < now.getTime() ? given.at : now
    const [taken] = await takeIn(
      tx,
      [
        {
          ...who,
          conversation: before?.id ?? null,
          practice: before?.practice ?? who.practice,
          channel: given.channel,
          brandId: before?.brandId ?? (await brandOf(tx, given.brand)),
          address,
          writer: given.writer ?? who.name,
          subject: given.subject,
          at,
          text: given.text,
          externalId,
        },
      ],
      { now, settings: await supportSettings(tx), crises: await linkable(tx, now) },
    )
    const { conversation, message } = taken as NonNullable<typeof taken>
    if (given.reply) {
      const held = await hold(tx, conversation)
      await putOut(deps, tx, held, { text: given.reply, by, at: now })
      await answered(tx, conversation, now)
      await sql`update conversations set state = 'waiting' where id = ${conversation}`.execute(tx)
    }
    return { id: conversation, message, again: false }
  })
}

async function whoIs(
  tx: Db,
  { account, channel }: OpenConversation,
  address: string,
): Promise<{ accountId: number | null; contactId: number | null; name: string | null; practice: boolean }> {
  if (account !== undefined) {
    const { rows } = await sql<{
      id: number
      practice: boolean
    }>`select coalesce(a.merged_into, a.id) as id, practice from accounts a where a.key = ${account} order by practice limit 1`.execute(tx)
    if (!rows[0]) throw new Refused('not-valid', 'account: no account has this key.')
    const { rows: contacts } = await sql<{
      id: number
      name: string | null
    }>`select id, name from contacts where account_id = ${rows[0].id} and (lower(email) = ${address} or phone = ${address}) limit 1`.execute(tx)
    return { accountId: rows[0].id, contactId: contacts[0]?.id ?? null, name: contacts[0]?.name ?? null, practice: rows[0].practice }
  }
  const { rows } = await sql<{ id: number; account: number; name: string | null }>`
    select id, account_id as account, name from contacts where not practice and ${channel === 'phone' ? sql`phone = ${address.replace(/[^+\d]/g, '')}` : sql`lower(email) = ${address}`} order by id limit 1`.execute(
    tx,
  )
  return { accountId: rows[0]?.account ?? null, contactId: rows[0]?.id ?? null, name: rows[0]?.name ?? null, practice: false }
}

export async function brandOf(tx: Db, slug: string | undefined): Promise<string> {
  const { rows } = await sql<{
    id: string
  }>`select id from brands where ${slug === undefined ? sql`true` : sql`slug = ${slug}`} order by created_at, id limit 1`.execute(tx)
  if (!rows[0]) throw new Refused('not-valid', slug === undefined ? 'There is no brand yet: set one up first.' : 'brand: there is none of this name.')
  return rows[0].id
}
