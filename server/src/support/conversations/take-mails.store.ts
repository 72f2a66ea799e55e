// Inbound mails as conversations: each looked at once, in the transaction that puts it where it belongs, so that a process that dies takes none twice and loses none.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { keysIn, recipientsOf, sourceOfMail } from '../../detect/mail/mail-signal.ts'
import { mailSources } from '../../detect/mail/mail.store.ts'
import { hashOfKey } from '../../detect/signals/sources.store.ts'
import type { Db } from '../../platform/database/connect.ts'
import { acknowledge } from './acknowledge.store.ts'
import { candidatesFor } from './candidates.store.ts'
import { toStore } from '../files/files.ts'
import { linkable, type LinkableCrisis } from './link.store.ts'
import { nobodyWroteMail, type Ours, readMail, type ReadMail } from './mail/read-mail.ts'
import { type Lookups, lookupsOf, type Thread, threadOf } from './mail/threading.ts'
import { noteOneMatter } from './one-matter.store.ts'
import { supportSettings, type SupportSettings } from './settings.store.ts'
import { type Incoming, takeIn } from './take.store.ts'
import { type Sender, sendersOf } from './senders.store.ts'

/** At most so many at once, and so many bytes of them together: some come with large files. */
const [atOnce, bytesAtOnce, passedAtOnce, mostBytes] = [100, 24 * 1024 ** 2, 500, 10 * 1024 ** 2]
/** A house that shares one address writes many mails in a crisis, and each is read; only beyond this two machines answer each other. What we say by itself is bounded apart. */
const mostAnHour = 100

type Kept = { id: number; route: string; raw: Buffer; at: Date; lately: number }
type Mail = Kept & { read: ReadMail; lookups: Lookups }
type Brand = { id: string; addresses: string[]; name: string; domains: string[] }
type House = { brands: Brand[]; settings: SupportSettings; crises: readonly LinkableCrisis[]; now: Date }

/** A bounded number at once. @returns how many were looked at */
export async function takeMails(deps: Pick<Deps, 'db' | 'clock' | 'key' | 'log'>): Promise<number> {
  const passed = await passOver(deps.db)
  const taken = await deps.db.transaction().execute((tx) => takeSome(deps, tx))
  return passed + taken
}

/** What reports of a mail server say is with the deliveries; nobody waits behind a million of them. */
async function passOver(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    update inbound_mails set conversed = true where id in (
      select id from inbound_mails where not conversed and route not in ('reply', 'other') order by id limit ${passedAtOnce} for update skip locked)`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}

async function takeSome(deps: Pick<Deps, 'db' | 'clock' | 'key' | 'log'>, tx: Db): Promise<number> {
  const now = deps.clock()
  // One at a time takes them, in the order in which they came: an answer must find what it answers.
  const { rows: turn } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtextextended('take-mails', 0)) as mine`.execute(tx)
  if (!turn[0]?.mine) return 0
  const { rows } = await sql<Kept>`
    select m.id, m.route, substring(m.raw from 1 for ${mostBytes}) as raw, m.received_at as at,
           (select count(*)::int from inbound_mails b where b.received_at > m.received_at - interval '1 hour' and b.received_at <= m.received_at and b.id < m.id and b.sender = m.sender) as lately
      from (select id, sum(octet_length(raw)) over (order by id) - octet_length(raw) as before
              from (select id, raw from inbound_mails where not conversed and route in ('reply', 'other') order by id limit ${atOnce}) n) n
      join inbound_mails m on m.id = n.id where n.before < ${bytesAtOnce} order by m.id`.execute(tx)
  if (rows.length === 0) return 0
  const house: House = { brands: await brandsOf(tx), settings: await supportSettings(tx), crises: await linkable(tx, now), now }
  const batch = apart(await Promise.all(rows.map((row) => read(deps, house, row))))
  const { taken, also, seen } = await place(deps, tx, house, batch)
  const done = await takeIn(tx, taken, house)
  await noteOneMatter(
    tx,
    done.flatMap(({ conversation, message }, nth) =>
      also[nth]?.length ? [{ conversation, also: also[nth], message, sender: (taken[nth] as Incoming).address }] : [],
    ),
    now,
  )
  await acknowledge(
    deps,
    tx,
    done.filter(({ fresh }) => fresh).map(({ conversation }) => conversation),
    house,
  )
  await sql`update inbound_mails set conversed = true where id = any (${seen}::bigint[])`.execute(tx)
  return seen.length
}

async function read({ key }: Pick<Deps, 'key'>, { brands }: House, row: Kept): Promise<Mail> {
  const ours: Ours = {
    addresses: brands.flatMap(({ addresses }) => addresses),
    domains: [...new Set(brands.flatMap(({ domains }) => domains))],
    names: brands.map(({ name }) => name),
  }
  const mail = await readMail(row.raw, { ours })
  return { ...row, read: mail, lookups: lookupsOf(key, mail) }
}

/** As many as can be placed at once: a mail of somebody who has one before it, or that answers one before it, waits for the next batch, and so does what follows on it. */
function apart(mails: Mail[]): Mail[] {
  const [senders, ids] = [new Set<string>(), new Set<string>()]
  return mails.filter(({ read: { from, messageId, inReplyTo, references } }) => {
    const own = [...(messageId ? [messageId] : []), ...inReplyTo, ...references]
    const waits = (from.address !== '' && senders.has(from.address)) || own.some((id) => ids.has(id))
    senders.add(from.address)
    for (const id of own) ids.add(id)
    return !waits
  })
}

async function place({ key }: Pick<Deps, 'key'>, tx: Db, house: House, batch: Mail[]): Promise<{ taken: Incoming[]; also: number[][]; seen: number[] }> {
  const seen = batch.map(({ id }) => id)
  const sources = await mailSources({ db: tx, key })
  const written = batch.filter((mail) => {
    if (!mail.read.readable) return false
    const recipients = recipientsOf(mail.read)
    const source = sourceOfMail(
      mail.read,
      recipients,
      keysIn(recipients).map((each) => hashOfKey(each).toString('hex')),
      sources,
    )
    return (
      source?.kind !== 'mail-alerts' &&
      nobodyWroteMail(mail.read, mail.lately < mostAnHour ? 0 : mail.lately) === undefined &&
      mail.read.from.address !== '' &&
      !house.brands.some(({ addresses }) => addresses.includes(mail.read.from.address))
    )
  })
  const [senders, candidates] = [
    await sendersOf(
      tx,
      written.map(({ read }) => read),
    ),
    await candidatesFor(
      tx,
      written.map(({ lookups }) => lookups),
      house.now,
    ),
  ]
  const threads = written.map(({ read, lookups }, nth) => threadOf(key, read, candidates[nth] ?? [], house.now, lookups))
  return {
    taken: written.map((mail, nth) => incomingOf(house, mail, senders[nth] as Sender, threads[nth] as Thread)),
    also: threads.map((thread) => (thread.conversation === undefined ? [] : thread.also.map(Number))),
    seen,
  }
}

function incomingOf(house: House, { id, read, at }: Mail, sender: Sender, thread: Thread): Incoming {
  const brand = brandOf(house.brands, recipientsOf(read)) ?? sender.brandId ?? house.brands[0]?.id
  return {
    // Whoever answers an update goes on where they wrote about the same crisis before.
    conversation: thread.conversation === undefined ? sender.conversation : Number(thread.conversation),
    afterRestored: sender.final,
    practice: false,
    channel: 'email',
    brandId: brand as string,
    accountId: sender.accountId,
    contactId: sender.contactId,
    address: read.from.address,
    writer: read.from.name || sender.name,
    subject: read.subject,
    at,
    text: read.written || (read.quoted ? '' : read.subject),
    quoted: read.quoted,
    html: read.html,
    messageId: read.messageId,
    refs: [...new Set([...read.inReplyTo, ...read.references.toReversed()])],
    mailId: id,
    senderNote: [...read.notes, ...(thread.conversation === undefined && thread.near ? [thread.why] : [])].join(' ') || null,
    answers: sender.crisisId,
    files: [...read.attachments, ...read.inline].map(toStore),
  }
}

const brandOf = (brands: Brand[], recipients: string[]) =>
  brands.find(({ addresses }) => addresses.some((address) => recipients.some((each) => each === address || withoutTag(each) === address)))?.id
const withoutTag = (address: string) => address.replace(/\+[^@]*@/, '@')

async function brandsOf(tx: Db): Promise<Brand[]> {
  const { rows } = await sql<Brand>`
    select id, name, array_remove(array[lower(support_address), lower(reply_to), lower(sender)], null) as addresses, array_remove(array[lower(split_part(sender, '@', 2)), lower(split_part(support_address, '@', 2))], null) as domains
      from brands order by created_at, id`.execute(tx)
  return rows
}
