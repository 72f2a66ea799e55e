// A message from the form of the help: a conversation by mail, acknowledged like one. The same id is the same message.
import { sql } from 'kysely'
import type { z } from 'zod'
import { acknowledge } from '../conversations/acknowledge.store.ts'
import { linkable } from '../conversations/link.store.ts'
import type { Part } from '../conversations/mail/attachments.ts'
import { judgedFromCustomer, toStore } from '../files/files.ts'
import { supportSettings } from '../conversations/settings.store.ts'
import { takeIn } from '../conversations/take.store.ts'
import type { Contact } from './chat.contract.ts'
import type { ChatDeps } from './chat.store.ts'

export async function acknowledgeContact(
  deps: ChatDeps,
  brandId: string,
  { id, email, name, subject, text }: z.output<typeof Contact>,
  parts: readonly Part[] = [],
): Promise<void> {
  const now = deps.clock()
  await deps.db.transaction().execute(async (tx) => {
    const externalId = `contact/${brandId}/${id}`
    await sql`select pg_advisory_xact_lock(hashtextextended(${externalId}, 0))`.execute(tx)
    const { rows: before } = await sql`select 1 from conversation_messages where external_id = ${externalId}`.execute(tx)
    if (before.length > 0) return
    const { rows } = await sql<{
      id: number
      account: number
      name: string | null
    }>`select id, account_id as account, name from contacts where not practice and lower(email) = ${email} order by id limit 1`.execute(tx)
    const settings = await supportSettings(tx)
    const [taken] = await takeIn(
      tx,
      [
        {
          ...{ conversation: null, practice: false, channel: 'email', brandId, accountId: rows[0]?.account ?? null, contactId: rows[0]?.id ?? null },
          ...{ address: email, writer: name ?? rows[0]?.name ?? null, subject, at: now, text, externalId, files: judgedFromCustomer(parts).map(toStore) },
          senderNote: 'Written in the form of the help. Nothing proves that the address is theirs.',
        },
      ],
      { now, settings, crises: await linkable(tx, now) },
    )
    await acknowledge(deps, tx, [(taken as NonNullable<typeof taken>).conversation], { now, settings })
  })
}
