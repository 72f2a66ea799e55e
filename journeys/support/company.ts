import { sql } from 'kysely'
import { renderBrand } from '../../server/src/communicate/status-page/render.ts'
import { newId } from '../../server/src/platform/ids.ts'
import type { TestSystem } from './system.ts'

/** A small company: two services, `accounts` customers in two regions, one contact each; every tenth is enterprise, every twentieth vulnerable. */
export async function smallCompany({ db, now, config }: Pick<TestSystem, 'db' | 'now' | 'config'>, accounts = 40, practice = false) {
  const [brandId, mail, shop] = [newId(now()), newId(now()), newId(now())]
  const tag = practice ? 'practice' : 'real'
  await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values (${brandId}, ${`acme-${tag}`}, 'Acme', 'updates@acme.example', 'Acme care', ${now()})`.execute(
    db,
  )
  await sql`insert into services (id, brand_id, key, name, position, created_at) values (${mail}, ${brandId}, ${`mail-${tag}`}, 'Mail', 0, ${now()}), (${shop}, ${brandId}, ${`shop-${tag}`}, 'Shop', 1, ${now()})`.execute(
    db,
  )
  await sql`
    insert into accounts (practice, key, name, tier, mrr_minor, currency, region, locale, vulnerability)
    select ${practice}, 'A' || n, 'Account ' || n, case when n % 10 = 0 then 'enterprise' else 'standard' end, n * 1000, 'EUR', case when n % 2 = 0 then 'east' else 'west' end,
           case when n % 3 = 0 then 'de' else 'en' end, case when n % 20 = 0 then 'regulated' end from generate_series(1, ${accounts}) n`.execute(db)
  await sql`insert into contacts (account_id, practice, email, name) select id, practice, lower(key) || ${`@${tag}.example`}, 'Person ' || key from accounts where practice = ${practice}`.execute(
    db,
  )
  await sql`insert into exposures (account_id, practice, service_id, region) select id, practice, ${mail}, region from accounts where practice = ${practice}`.execute(
    db,
  )
  await renderBrand(db, brandId, now(), config.statusUrl)
  return { brandId, slug: `acme-${tag}`, mail, shop }
}
