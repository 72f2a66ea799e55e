// Tidewater, a fictional company that carries live video for others: 50,000 accounts, made by SQL, the same every time.
import { sql } from 'kysely'
import type { Db } from '../platform/database/connect.ts'
import { newId } from '../platform/ids.ts'
import { groupOf } from '../prepare/registry/services.store.ts'
import { fillPast } from './past.ts'

export const demoServices = [
  { key: 'live-video', name: 'Live video', description: 'Broadcasts and video rooms', group: 'Video' },
  { key: 'uploads', name: 'Uploads', description: 'New recordings and files', group: 'Video' },
  { key: 'playback', name: 'Playback', description: 'Watching recordings', group: 'Video' },
  { key: 'sign-in', name: 'Sign-in', description: 'Accounts and access', group: 'Account' },
  { key: 'api', name: 'API', description: 'What developers build on', group: null },
  { key: 'billing', name: 'Billing', description: 'Invoices and payments', group: 'Account' },
] as const

/** Fills an empty registry. Addresses end in .example, which never reaches anybody. */
export async function fillCompany(db: Db, now: Date, accounts: number): Promise<{ brandId: string; services: Map<string, string> }> {
  const brandId = newId(now)
  const services = new Map<string, string>(demoServices.map((service) => [service.key, newId(now)]))
  await db.transaction().execute(async (tx) => {
    await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values (${brandId}, 'tidewater', 'Tidewater', 'updates@tidewater.example', 'Tidewater customer care', ${now})`.execute(
      tx,
    )
    for (const [position, { key, name, description, group }] of demoServices.entries())
      await sql`
        insert into services (id, brand_id, key, name, description, position, group_id, created_at)
        values (${services.get(key)}, ${brandId}, ${key}, ${name}, ${description}, ${position}, ${group ? await groupOf(tx, brandId, group, now) : null}, ${now}::timestamptz - interval '400 days')`.execute(
        tx,
      )
    await fillPast(tx, brandId, services, now)
    await sql`
      insert into accounts (key, name, kind, tier, mrr_minor, currency, region, locale, time_zone, vulnerability, owner_email, created_at, updated_at)
      select 'T' || lpad(n::text, 6, '0'), name, 'organisation', tier, (mrr * (0.6 + (n * 7919 % 1000) / 1000.0))::bigint / 100 * 100, currency, region, locale, time_zone,
             case when n % 173 = 0 then (array['safety-critical', 'regulated', 'high-stakes'])[1 + n / 173 % 3] end, case when tier = 'enterprise' then 'success' || (1 + n % 6) || '@tidewater.example' end, ${now}, ${now}
        from generate_series(1, ${accounts}) n
        cross join lateral (select
          (array['Amber', 'Birch', 'Cobalt', 'Delta', 'Ember', 'Fjord', 'Granite', 'Harbour', 'Indigo', 'Juniper', 'Kestrel', 'Lantern', 'Meadow', 'Nimbus', 'Orchard', 'Pine', 'Quartz', 'River', 'Saffron', 'Tundra', 'Umber', 'Violet', 'Willow', 'Yarrow', 'Zephyr'])[1 + n * 31 % 25] || ' '
          || (array['Clinic', 'Academy', 'Studios', 'Logistics', 'Foods', 'Radio', 'Travel', 'Bank', 'Energy', 'Press', 'Theatre', 'Outdoor', 'Software', 'Institute', 'Market', 'Works', 'Sports'])[1 + n * 17 % 17] || ' ' || n as name,
          case when n % 83 = 0 then 'enterprise' when n % 8 = 0 then 'business' when n % 3 = 0 then 'starter' else 'standard' end as tier,
          (array['us-east', 'us-east', 'us-central', 'us-west', 'us-west', 'eu-west', 'eu-west', 'eu-central', 'eu-central', 'ap-south', 'ap-northeast', 'sa-east'])[1 + n * 13 % 12] as region) a
        cross join lateral (select
          case tier when 'enterprise' then 480000 when 'business' then 39000 when 'standard' then 4900 else 1200 end as mrr,
          case when region like 'eu%' then 'EUR' else 'USD' end as currency,
          case when region = 'eu-central' then 'de' when region = 'ap-northeast' then 'ja' when region = 'sa-east' then 'pt-BR' else 'en' end as locale,
          case region when 'us-east' then 'America/New_York' when 'us-central' then 'America/Chicago' when 'us-west' then 'America/Los_Angeles' when 'eu-west' then 'Europe/London' when 'eu-central' then 'Europe/Berlin'
            when 'ap-south' then 'Asia/Kolkata' when 'ap-northeast' then 'Asia/Tokyo' else 'America/Sao_Paulo' end as time_zone) b`.execute(tx)
    await sql`
      insert into contacts (account_id, email, name, position, phone)
      -- Numbers that are kept for fiction: an area code, and 555 01xx.
      select a.id, who.address || '@' || lower(a.key) || '.example', who.name, who.position,
             case when who.nth = 1 and a.id % 3 <> 0 then '+1' || (201 + a.id / 100 % 799) || '55501' || lpad((a.id % 100)::text, 2, '0') end
        from accounts a cross join lateral (values (1, 'ops', (array['Robin', 'Kim', 'Alex', 'Sasha', 'Noor', 'Mika', 'Toni', 'Jules'])[1 + a.id % 8] || ' ' || (array['Berg', 'Okafor', 'Silva', 'Tanaka', 'Novak', 'Reyes', 'Larsen', 'Haddad'])[1 + a.id / 8 % 8], 'Operations'),
                                                   (2, 'director', null, 'Director')) who (nth, address, name, position)
       where who.nth = 1 or a.tier = 'enterprise'`.execute(tx)
    await sql`
      insert into exposures (account_id, service_id, region, since)
      select a.id, s.id, a.region, ${now}::timestamptz - make_interval(days => (30 + a.id % 700)::int)
        from accounts a cross join services s
       where s.key in ('sign-in', 'billing') or (s.key = 'live-video' and a.id % 3 <> 0) or (s.key = 'uploads' and a.id % 2 = 0) or (s.key = 'playback' and a.id % 5 <> 1) or (s.key = 'api' and a.id % 4 = 0)`.execute(
      tx,
    )
    await sql`insert into account_aliases (system, external_id, account_id) select 'stripe', 'cus_demo' || id, id from accounts where id % 10 = 0`.execute(tx)
  })
  await sql`analyze accounts, contacts, exposures`.execute(db)
  return { brandId, services }
}
