// A registry of any size, made inside the database: the same for the same numbers.
import { sql } from 'kysely'
import type { Db } from '../../server/src/platform/database/connect.ts'
import { regions, servicesCount } from './registry-files.ts'

/** Accounts cust-0, cust-1, … with a contact each and exposures over 20 services and 12 regions; one in 200 is vulnerable. Makes a brand where there is none. */
export async function fillRegistry(db: Db, { accounts, exposuresPerAccount }: { accounts: number; exposuresPerAccount: number }): Promise<void> {
  await sql`insert into brands (id, slug, name, sender, sender_name, created_at)
            select gen_random_uuid(), 'bench', 'Bench', 'care@bench.example', 'Bench', now() where not exists (select from brands)`.execute(db)
  await sql`insert into services (id, brand_id, key, name, position, created_at)
            select gen_random_uuid(), (select id from brands order by created_at, id limit 1), 'service-' || n, 'Service ' || n, n, now() from generate_series(0, ${servicesCount - 1}::int) n
            on conflict (key) do nothing`.execute(db)
  await sql`
    insert into accounts (key, name, kind, tier, mrr_minor, currency, region, locale, time_zone, vulnerability)
    select 'cust-' || n, 'Customer ' || n || ' Ltd', case when n % 3 = 0 then 'person' else 'organisation' end, (array['standard', 'standard', 'standard', 'business', 'business', 'enterprise'])[1 + n * 7 % 6],
           n::bigint * 7919 % 900000, (array['USD', 'EUR', 'GBP', 'JPY'])[1 + n * 13 % 4], (${sql.val(regions)}::text[])[1 + n * 5 % 12], (array['en', 'de', 'fr', 'ja', 'pt-BR'])[1 + n % 5],
           (array['Etc/UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + n % 4],
           case when n % 200 = 0 then (array['safety-critical', 'regulated', 'high-stakes'])[1 + n / 200 % 3] end
      from generate_series(0, ${accounts - 1}::int) n`.execute(db)
  await sql`insert into contacts (account_id, email, name, position, locale)
            select id, 'person.' || substr(key, 6) || '@customer-' || id % 5000 || '.example', 'Person ' || substr(key, 6), 'Engineer', locale from accounts where key like 'cust-%' and not practice`.execute(
    db,
  )
  await sql`
    with each as (select id, row_number() over (order by position) - 1 as nth from services where key like 'service-%'),
         picked as (select a.id, substr(a.key, 6)::bigint as n, k from accounts a, generate_series(0, ${exposuresPerAccount - 1}::int) k where a.key like 'cust-%' and not a.practice)
    insert into exposures (account_id, service_id, region, since)
    select p.id, s.id, (${sql.val(regions)}::text[])[1 + (p.n * 5 + p.n / 20 + p.k) % 12], timestamptz '2024-01-01' + make_interval(days => (p.n % 300)::int)
      from picked p join each s on s.nth = (p.n * 7 + p.k) % ${servicesCount}`.execute(db)
  await sql`analyze accounts, contacts, exposures, services`.execute(db)
}
