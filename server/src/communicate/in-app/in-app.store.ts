// What stands in the customer's app: the newest update of each crisis that hurts the account; that it was shown is how we know that it arrived.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { seal, unseal } from '../../platform/secrets/seal.ts'
import { nearest } from '../frame/strings.ts'
import type { Parts } from '../updates/updates.contract.ts'
import type { InAppNotice } from './in-app.contract.ts'
import { pageFor } from '../status-page/private.links.ts'
import { noticeOf } from './notice.ts'

export type OpenBrand = { id: string; slug: string; secret: string; open: boolean }
const nameOf = (brandId: string) => `in-app/${brandId}`

/** Brands whose app asks us, and whether there is anything to say: mostly there is not, and then nobody's visit costs a query. */
export async function brandsInApp({ db, key }: Pick<Deps, 'db' | 'key'>): Promise<Map<string, OpenBrand>> {
  const { rows } = await sql<{ id: string; slug: string; sealed: Buffer; open: boolean }>`
    select b.id, b.slug, s.sealed,
           exists (select from crises c join dispatches r on r.crisis_id = c.id and r.channel = 'in-app' where c.brand_id = b.id and c.status <> 'closed' and not c.practice) as open
      from brands b join secrets s on s.name = 'in-app/' || b.id where b.in_app`.execute(db)
  return new Map(rows.map(({ sealed, ...brand }) => [brand.slug, { ...brand, secret: unseal(key, sealed) }]))
}

export async function newInAppSecret({ db, key, clock }: Deps, brandId: string): Promise<string> {
  const secret = randomBytes(32).toString('hex')
  await sql`
    insert into secrets (name, sealed, stored_at) values (${nameOf(brandId)}, ${seal(key, secret)}, ${clock()})
    on conflict (name) do update set sealed = excluded.sealed, stored_at = excluded.stored_at`.execute(db)
  return secret
}

/** HMAC-SHA256 of the account's key, in hex: the company's own server works it out, so that nobody can ask as somebody else. */
export function isProof(secret: string, account: string, proof: string): boolean {
  const expected = createHmac('sha256', secret).update(account).digest()
  const given = Buffer.from(proof, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

type Row = {
  id: number
  phase: InAppNotice['phase']
  number: string
  texts: Record<string, Parts>
  nextUpdateAt: Date | null
  locale: string
  timeZone: string
  domain: string | null
  closed: boolean
  publishedAt: Date
}

export async function noticesFor(deps: Pick<Deps, 'db' | 'config' | 'key'>, brand: OpenBrand, account: string): Promise<InAppNotice[]> {
  const { rows } = await sql<Row>`
    select d.id, u.phase, c.number, u.next_update_at as "nextUpdateAt", a.locale, a.time_zone as "timeZone", b.domain, b.private as closed, u.published_at as "publishedAt", (select jsonb_object_agg(t.locale, t.parts) from update_texts t where t.update_id = u.id) as texts
      from accounts a join brands b on b.id = ${brand.id} join crises c on c.brand_id = b.id and c.status <> 'closed' and not c.practice
      join lateral (select * from updates n where n.crisis_id = c.id and n.class = 'update' and n.status = 'published' order by n.sequence desc limit 1) u on true
      -- By every account that was merged into this one, too.
      join accounts x on x.id = coalesce(a.merged_into, a.id) or x.merged_into = coalesce(a.merged_into, a.id)
      join deliveries d on d.update_id = u.id and d.channel = 'in-app' and d.destination = x.id::text and d.state in ('accepted', 'delivered')
      join dispatches r on r.update_id = u.id and r.channel = 'in-app' and r.state <> 'cancelled'
     where a.key = ${account} and not a.practice order by c.severity, c.declared_at limit 5`.execute(deps.db)
  return rows.map(({ texts, number, domain, closed, publishedAt, ...row }) =>
    noticeOf({
      ...row,
      parts: nearest(texts, row.locale) ?? texts.en ?? (Object.values(texts)[0] as Parts),
      url: `${pageFor(deps, { slug: brand.slug, domain, closed }, publishedAt, 'known')}incidents/${number}`,
    }),
  )
}

/** It was shown to somebody at the account: that is a delivery. */
export const shownInApp = (db: Db, account: string, ids: string[], now: Date) =>
  sql`
    update deliveries d set state = 'delivered', changed_at = ${now} from accounts a join accounts x on x.id = coalesce(a.merged_into, a.id) or x.merged_into = coalesce(a.merged_into, a.id)
     where a.key = ${account} and not a.practice and d.id = any (${ids}::bigint[]) and d.channel = 'in-app' and d.destination = x.id::text and d.state = 'accepted'`.execute(
    db,
  )
