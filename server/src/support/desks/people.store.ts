// People as a desk numbers them, and whose customers they are: looked up for many at once.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Person } from '../import/imported.ts'

/** What is known of them, kept; what a later export leaves out stays. */
export async function putPeople(tx: Db, system: string, people: readonly Person[]): Promise<number> {
  const newest = [...new Map(people.map((each) => [each.id, each])).values()]
  if (newest.length === 0) return 0
  const { numAffectedRows } = await sql`
    insert into desk_people as p (system, person, name, email, phone, organization, staff)
    select ${system}, g.id, g.name, g.email, g.phone, g.organization, g.staff
      from jsonb_to_recordset(${JSON.stringify(newest)}::jsonb) as g (id text, name text, email text, phone text, organization text, staff boolean) order by g.id
    on conflict (system, person) do update set name = coalesce(excluded.name, p.name), email = coalesce(excluded.email, p.email), phone = coalesce(excluded.phone, p.phone),
       organization = coalesce(excluded.organization, p.organization), staff = coalesce(excluded.staff, p.staff)`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Who is looked for: by the desk's number, an address, and the account as the desk names it. */
export type Asked = { person?: string | null | undefined; email?: string | null | undefined; organization?: string | null | undefined }
export type Found = {
  accountId: number | null
  contactId: number | null
  name: string | null
  email: string | null
  phone: string | null
  staff: boolean | null
}

/**
 * For each, in the same order: the contact of that address (where it stands in many accounts, that of one which a running crisis hurts, else the oldest), else the account
 * that the organization is known as: by an id in another system, or by its key.
 * @param systems names under which ids of this desk may stand among an account's ids in other systems
 */
export async function whoTheyAre(tx: Db, system: string, systems: readonly string[], asked: readonly Asked[]): Promise<Found[]> {
  if (asked.length === 0) return []
  const given = asked.map(({ person, email, organization }, nth) => ({ nth, person: person ?? null, email: email ?? null, organization: organization ?? null }))
  const { rows } = await sql<Found & { nth: number }>`
    with given as (
      select g.nth, p.name, coalesce(g.email, p.email) as email, p.phone, coalesce(g.organization, p.organization) as organization, p.staff
        from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (nth int, person text, email text, organization text)
        left join desk_people p on p.system = ${system} and p.person = g.person)
    select g.nth, coalesce(k.account_id, o.account_id, a.id) as "accountId", k.id as "contactId", coalesce(g.name, k.name) as name, g.email, g.phone, g.staff
      from given g
      left join lateral (
        select k.id, k.account_id, k.name from contacts k where lower(k.email) = g.email and not k.practice
         order by exists (select from impact i join crises c on c.id = i.crisis_id where i.account_id = k.account_id and c.status in ('declared', 'commanded')) desc, k.id limit 1) k on true
      left join lateral (select x.account_id from account_aliases x where not x.practice and x.external_id = g.organization and x.system = any (${[...systems]}::text[]) limit 1) o on true
      left join lateral (select coalesce(a.merged_into, a.id) as id from accounts a where a.key = g.organization and not a.practice limit 1) a on true
     order by g.nth`.execute(tx)
  return rows.map(({ nth: _, ...found }) => found)
}

/** Where a customer of a desk has no address yet, their number there stands for it. */
export const numbered = (system: string, person: string) => `${system}/${person}`

/** Conversations whose customer was only a number, and is known by now. @returns how many */
export async function nameThem(tx: Db, system: string, systems: readonly string[]): Promise<number> {
  const { rows } = await sql<{ id: number; person: string }>`
    select c.id, p.person from desk_people p join conversations c on c.address = ${system} || '/' || p.person
     where p.system = ${system} and p.email is not null and c.external->>'system' = ${system} order by c.id limit 500 for update of c skip locked`.execute(tx)
  const found = await whoTheyAre(
    tx,
    system,
    systems,
    rows.map(({ person }) => ({ person })),
  )
  const given = rows.map(({ id }, nth) => ({ id, ...(found[nth] as Found) }))
  await sql`
    update conversations c set address = g.email, writer = coalesce(c.writer, g.name), account_id = coalesce(c.account_id, g."accountId"), contact_id = coalesce(c.contact_id, g."contactId"), revision = revision + 1
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id bigint, email text, name text, "accountId" bigint, "contactId" bigint) where c.id = g.id`.execute(
    tx,
  )
  return rows.length
}
