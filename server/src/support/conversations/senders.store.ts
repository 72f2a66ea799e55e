// Who writes: by the delivery that a mail answers, which only its reader has, else by the address among the contacts.
import { sql } from 'kysely'
import { deliveryNamed } from '../../communicate/suppressions/feedback.ts'
import type { Db } from '../../platform/database/connect.ts'
import { inDesk } from '../desks/in-desk.store.ts'
import type { ReadMail } from './mail/read-mail.ts'

/** `crisisId`: of the update that is answered; `final`: it said that it works again. `conversation`: the one that this address has about that crisis already. `brandId`: of the crisis. */
export type Sender = {
  accountId: number | null
  contactId: number | null
  name: string | null
  crisisId: string | null
  final: boolean
  conversation: number | null
  brandId: string | null
}

/** For each mail, in the same order; all of them in one look. An address that stands in many accounts is the one that a running crisis hurts, else the oldest. */
export async function sendersOf(tx: Db, mails: readonly Pick<ReadMail, 'from' | 'inReplyTo' | 'references'>[]): Promise<Sender[]> {
  const given = mails.map(({ from, inReplyTo, references }, nth) => ({
    nth,
    address: from.address,
    delivery: deliveryNamed([...inReplyTo, ...references.toReversed()].join(' '))?.deliveryId ?? null,
  }))
  const { rows } = await sql<Sender & { nth: number }>`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (nth int, address text, delivery bigint))
    select g.nth, coalesce(d.account_id, k.account_id) as "accountId", coalesce(d.contact_id, k.id) as "contactId", coalesce(d.name, k.name) as name, d.crisis_id as "crisisId", d.brand_id as "brandId", coalesce(d.final, false) as final,
           (select c.id from conversations c where d.crisis_id is not null and c.address = g.address and c.crisis_id = d.crisis_id and c.link = 'linked' and c.channel = 'email' and c.state <> 'merged' and not ${inDesk()} order by c.last_at desc limit 1) as conversation
      from given g
      left join lateral (
        select d.account_id, d.contact_id, p.name, u.crisis_id, c.brand_id, u.phase = 'resolved' and u.class = 'update' as final from deliveries d join updates u on u.id = d.update_id join crises c on c.id = u.crisis_id left join contacts p on p.id = d.contact_id
         where d.id = g.delivery and not d.practice and lower(d.destination) = g.address) d on true
      left join lateral (
        select k.id, k.account_id, k.name from contacts k where lower(k.email) = g.address and not k.practice
         order by exists (select from impact i join crises c on c.id = i.crisis_id where i.account_id = k.account_id and c.status in ('declared', 'commanded')) desc, k.id limit 1) k on true
     order by g.nth`.execute(tx)
  return rows.map(({ nth: _, ...sender }) => sender)
}
