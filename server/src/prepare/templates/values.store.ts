// What is known of a crisis now, as the texts that a template puts in, in the way of a language and the brand's time zone.
import { sql } from 'kysely'
import { crisisNow, type Deps, namesOf } from '../../deps.ts'
import type { ClocksState } from '../../communicate/clocks/clocks.ts'
import { clocksOf } from '../../communicate/clocks/clocks.facts.ts'
import { shownMoney, shownTime } from '../../communicate/frame/html.ts'
import { homeOf } from '../../communicate/status-page/home.ts'
import { playbookOf } from '../../communicate/updates/updates.store.ts'
import { minutesAfter } from '../../platform/clock.ts'
import { Refused } from '../../platform/refused.ts'
import { impactTotals } from '../../assess/impact/impact.totals.ts'
import type { TemplateKey } from './templates.contract.ts'
import type { Values } from './variables.ts'

type Row = {
  title: string
  number: string
  severity: 1 | 2 | 3 | 4
  onsetAt: Date
  restoredAt: Date | null
  commander: string | null
  brand: string
  slug: string
  domain: string | null
  closed: boolean
  timeZone: string
  services: string[] | null
  regions: string[] | null
  allRegions: boolean
  workarounds: string | null
  lastUpdate: string | null
  estimate: string | null
  updates: number
  remedies: { currency: string; amountMinor: number }[] | null
}

/** Every value there is; `nextUpdateAt` is when the rhythm wants the next update, null after the final one. */
export async function valuesOf(
  deps: Deps,
  crisisId: string,
  phase: TemplateKey['phase'],
  locale: string,
): Promise<{ values: Values; nextUpdateAt: Date | null }> {
  const now = await crisisNow(deps, crisisId)
  const [row, playbook, totals] = [await readRow(deps, crisisId, locale), await playbookOf(deps.db, crisisId), await impactTotals(deps.db, crisisId)]
  const { clocks } = await deps.engine.stateOf<ClocksState>(clocksOf(crisisId))
  const name = await namesOf(deps, [row.commander])
  const time = (at: Date | null | undefined) => (at ? shownTime(at, locale, row.timeZone) : '')
  const money = (sums: { currency: string; amountMinor: number }[] | null | undefined) =>
    listed(
      (sums ?? []).map((sum) => shownMoney(sum.amountMinor, sum.currency, locale)),
      locale,
    )
  const every = playbook.clocks[row.severity]['next-update']
  const nextUpdateAt = phase === 'resolved' || every === undefined ? null : minutesAfter(now, every)
  const each = clocks
  const review = each.find(({ kind, state }) => kind === 'strategic-review' && state === 'running')
  const figures = new Intl.NumberFormat(locale)
  const regions = row.allRegions ? [] : (row.regions ?? [])
  const share = totals && totals.ofAccounts > 0 ? totals.accounts / totals.ofAccounts : null
  const words = wordsIn(locale)
  return {
    nextUpdateAt,
    values: {
      title: row.title,
      number: row.number,
      severity: row.severity,
      brand: row.brand,
      services: row.services ? listed(row.services, locale) : words.service,
      service_names: row.services ?? [],
      regions: regions.length > 0 ? listed(regions, locale) : words.regions,
      region_names: regions,
      onset: time(row.onsetAt),
      now: time(now),
      lasted: span((row.restoredAt ?? now).getTime() - row.onsetAt.getTime()),
      restored: time(row.restoredAt),
      next_update: time(nextUpdateAt),
      workarounds: (row.workarounds ?? '').slice(0, 1_500),
      estimate: row.estimate ?? '',
      last_update: row.lastUpdate ?? '',
      updates: row.updates,
      affected_accounts: totals ? figures.format(totals.accounts) : '',
      affected_share: share === null ? '' : shareOf(share, locale),
      vulnerable_accounts: totals ? figures.format(totals.vulnerable) : '',
      revenue: money(totals?.revenue.filter(({ amountMinor }) => amountMinor > 0)),
      remedies: money(row.remedies),
      commander: row.commander ? name(row.commander).name : '',
      promises_kept: each.filter(({ state }) => state === 'met').length,
      promises_missed: each.filter(({ state }) => state === 'missed').length,
      next_review: time(review?.deadline),
      status_page: row.closed ? words.closedPage : `${homeOf(deps.config.statusUrl, row)}/`,
    },
  }
}

async function readRow({ db }: Deps, crisisId: string, locale: string): Promise<Row> {
  const { rows } = await sql<Row>`
    select c.number, c.title, c.severity, c.onset_at as "onsetAt", c.restored_at as "restoredAt", c.commander, b.name as brand, b.slug, b.domain, b.private as closed, b.time_zone as "timeZone",
           (select array_agg(v.name order by v.position) from services v where v.id in (select s.service_id from crisis_scope s where s.crisis_id = c.id)) as services,
           (select array_agg(distinct r) from crisis_scope s, unnest(s.regions) r where s.crisis_id = c.id) as regions,
           exists (select 1 from crisis_scope s where s.crisis_id = c.id and s.regions is null) as "allRegions",
           (select string_agg(w.for_whom || ': ' || w.body, E'\n\n' order by w.published_at) from workarounds w where w.crisis_id = c.id and w.status = 'published') as workarounds,
           said_in(l.id, ${locale})->>'title' as "lastUpdate", said_in(l.id, ${locale})->>'estimate' as estimate,
           (select count(*)::int from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published') as updates,
           (select jsonb_agg(jsonb_build_object('currency', s.currency, 'amountMinor', s.amount)) from (
              select e.currency, sum(e.amount_minor)::bigint as amount from remedy_lines e
               where e.plan_id = (select p.id from remedy_plans p where p.crisis_id = c.id order by p.revision desc limit 1) group by 1 having sum(e.amount_minor) > 0) s) as remedies
      from crises c join brands b on b.id = c.brand_id
      left join lateral (select u.id from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1) l on true
     where c.id = ${crisisId}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such crisis.')
  return rows[0]
}

/** `closedPage`: a page that is read through signed links alone has no address that could be written to everybody. */
type Unnamed = { service: string; regions: string; closedPage: string }
/** What stands where nothing is named, in the language of the template. */
const unnamed: Record<string, Unnamed> = {
  en: { service: 'our service', regions: 'all regions', closedPage: 'the page behind the link in our messages' },
  de: { service: 'unser Dienst', regions: 'alle Regionen', closedPage: 'die Seite hinter dem Link in unseren Nachrichten' },
  fr: { service: 'notre service', regions: 'toutes les régions', closedPage: 'la page derrière le lien de nos messages' },
  es: { service: 'nuestro servicio', regions: 'todas las regiones', closedPage: 'la página tras el enlace de nuestros mensajes' },
  pt: { service: 'o nosso serviço', regions: 'todas as regiões', closedPage: 'a página por trás do link nas nossas mensagens' },
  ja: { service: '当社のサービス', regions: 'すべての地域', closedPage: 'お送りするメッセージのリンク先のページ' },
}
const wordsIn = (locale: string) => unnamed[locale.split('-')[0] as string] ?? (unnamed.en as Unnamed)

const listed = (names: string[], locale: string) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(names)
/** Less than one in a hundred is not none. */
const shareOf = (share: number, locale: string) => {
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  return share > 0 && share < 0.01 ? `< ${percent.format(0.01)}` : percent.format(share)
}
const span = (ms: number) => {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60), minutes % 60]
  return [days && `${days} d`, hours && `${hours} h`, !days && (rest || !hours) && `${rest} min`].filter(Boolean).join(' ')
}
