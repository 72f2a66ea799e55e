// The linter with what is known of a crisis: who is hurt, what is in scope, what was said before, how the house writes.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { homeOf } from '../status-page/home.ts'
import type { Parts, WriteUpdate } from '../updates/updates.contract.ts'
import { type Finding, HouseStyle } from './linter.contract.ts'
import { type Facts, lint, type Told } from './linter.ts'
import type { Elsewhere } from './rules/elsewhere.ts'

type Row = {
  kind: string
  brandId: string
  zone: string
  practice: boolean
  restored: boolean
  services: string[] | null
  others: string[] | null
  hurt: number | null
  style: unknown
  slug: string
  domain: string | null
  closed: boolean
  number: string
  networks: string[]
}

/** Every finding on a draft of this crisis, at this moment of it. */
export async function lintDraft(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  crisisId: string,
  draft: WriteUpdate,
  nextUpdateAt: Date | null,
  now: Date,
): Promise<Finding[]> {
  const { rows } = await sql<Row>`
    select c.kind, c.brand_id as "brandId", b.time_zone as zone, c.practice, c.restored_at is not null as restored, (t.totals->>'accounts')::int as hurt, h.style, b.slug, b.domain, b.private as closed, c.number,
           array(select distinct e.channel from endpoints e where e.brand_id = c.brand_id and e.removed_at is null and not c.practice and c.severity <= e.least_severity
                   and e.channel in ('bluesky', 'mastodon') and not exists (select from suppressions x where x.channel = e.channel and x.destination = e.id::text)) as networks,
           (select array_agg(distinct v.name) from crisis_scope s join services v on v.id = s.service_id where s.crisis_id = c.id) as services,
           (select array_agg(v.name) from services v where v.brand_id = c.brand_id and not exists (select from crisis_scope s where s.crisis_id = c.id and s.service_id = v.id)) as others
      from crises c join brands b on b.id = c.brand_id left join impact_totals t on t.crisis_id = c.id left join house_styles h on h.brand_id = b.id where c.id = ${crisisId}`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such crisis.')
  const accounts = row.hurt === null ? 0 : await accountsAltogether(db, row.practice)
  const facts: Facts = {
    kind: row.kind,
    ...(row.hurt !== null && accounts > 0 ? { share: Math.min(1, row.hurt / accounts) } : {}),
    services: row.services ?? [],
    otherServices: row.others ?? [],
    criteriaMet: row.restored,
    elsewhere: [...translated(draft), ...(await toldOthers(db, crisisId, draft.to))],
    social: { networks: row.networks, link: row.closed ? '' : `${homeOf(config.statusUrl, row)}/incidents/${encodeURIComponent(row.number)}` },
  }
  const { phase, holding, parts, locale, pictures } = draft
  return lint({
    draft: { phase, holding, parts, locale, nextUpdateAt, now, zone: row.zone, pictures: Object.values(pictures) },
    before: await toldBefore(db, crisisId, locale),
    facts,
    house: styleOf(row.style),
  })
}

/** What customers have read of this crisis, in the language of the draft where it was written in it. */
async function toldBefore(db: Db, crisisId: string, locale: string): Promise<Told[]> {
  const { rows } = await sql<{ phase: Told['phase']; parts: Parts; publishedAt: Date }>`
    select phase, said_in(id, ${locale}) as parts, published_at as "publishedAt" from updates
     where crisis_id = ${crisisId} and class = 'update' and status = 'published' order by sequence desc limit 50`.execute(db)
  return rows.filter(({ parts }) => parts).reverse()
}

const translated = ({ translations = {}, phase }: WriteUpdate): Elsewhere[] =>
  Object.entries(translations).map(([locale, parts]) => ({ where: `The text in ${languages.of(locale) ?? locale}`, translation: true, phase, parts }))
const languages = new Intl.DisplayNames('en', { type: 'language' })

/** The last word to everybody whom this message is not for, while it is the last: what went to a part of the customers is for them alone. */
async function toldOthers(db: Db, crisisId: string, to: WriteUpdate['to']): Promise<Elsewhere[]> {
  const own = to?.kind === 'stakeholders' ? to.audience : to === undefined || to.kind === 'customers' ? 'customers' : null
  if (!own) return []
  const { rows } = await sql<{ to: string; phase: Elsewhere['phase']; parts: Parts }>`
    select distinct on (1) coalesce(audience, 'customers') as "to", phase, said_in(id, 'en') as parts from updates
     where crisis_id = ${crisisId} and class in ('update', 'stakeholder') and status = 'published' and coalesce(audience, 'customers') <> ${own}
     order by 1, published_at desc`.execute(db)
  return rows.flatMap(({ to, phase, parts }) => (parts ? [{ where: `The last word to ${to}`, translation: false, phase, parts }] : []))
}

/** Counted where they are few; of many, as the database remembers them: a share needs no more. */
async function accountsAltogether(db: Db, practice: boolean): Promise<number> {
  const { rows } = await sql<{ about: number }>`select greatest(reltuples, 0)::bigint as about from pg_class where oid = 'accounts'::regclass`.execute(db)
  const about = Number(rows[0]?.about ?? 0)
  if (about > 50_000 && !practice) return about
  const { rows: counted } = await sql<{
    count: number
  }>`select count(*)::int as count from accounts where practice = ${practice} and merged_into is null`.execute(db)
  return counted[0]?.count ?? 0
}

/** A style that an earlier version stored has the defaults of this one for what it does not name. */
const styleOf = (stored: unknown): HouseStyle => HouseStyle.catch(HouseStyle.parse({})).parse(stored ?? {})

export async function houseStyle(db: Db, slug: string): Promise<HouseStyle> {
  const { rows } = await sql<{ style: unknown }>`select h.style from brands b left join house_styles h on h.brand_id = b.id where b.slug = ${slug}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
  return styleOf(rows[0].style)
}

export async function putHouseStyle({ db, clock }: Pick<Deps, 'db' | 'clock'>, slug: string, style: HouseStyle, by: string): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into house_styles (brand_id, style, changed_by, changed_at) select id, ${JSON.stringify(style)}::jsonb, ${by}, ${clock()}::timestamptz from brands where slug = ${slug}
    on conflict (brand_id) do update set style = excluded.style, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(db)
  if (!numAffectedRows) throw new Refused('not-found', 'There is no such brand.')
}
