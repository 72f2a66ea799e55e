// Sources as people see them: what they sent in the last hour, and where we ask, how that goes.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import type { PutSource, SourceView } from './signals.contract.ts'
import { SourceSettings } from './source-settings.contract.ts'

type Poll = {
  askedAt: string | null
  wellAt: string | null
  failingSince: string | null
  nextAt: string
  refused: boolean
  sentence: string | null
  news: number | null
}
type Row = Omit<SourceView, 'createdBy' | 'createdAt' | 'lastAt' | 'lastHour' | 'url' | 'settings' | 'asked'> & {
  createdBy: string
  createdAt: Date
  lastAt: Date | null
  settings: unknown
  poll: Poll | null
} & SourceView['lastHour']
export async function listSources(deps: Pick<Deps, 'db' | 'clock' | 'config'>, only: string | null = null): Promise<SourceView[]> {
  const { rows } = await sql<Row>`
    select s.id, s.name, s.kind, b.slug as brand, s.practice, v.key as service, s.region, s.kept_a_minute as "keptAMinute", s.sealed is not null as signed, s.settings, s.created_by as "createdBy", s.created_at as "createdAt",
           (select max(minute) from signal_source_minutes m where m.source_id = s.id) as "lastAt", h.*,
           (select jsonb_build_object('askedAt', p.asked_at, 'wellAt', p.well_at, 'failingSince', p.failing_since, 'nextAt', p.next_at, 'refused', p.refused, 'sentence', p.sentence, 'news', p.news)
              from signal_polls p where p.source_id = s.id) as poll,
           (select jsonb_build_object('signals', sum(t.signals), 'example', (array_agg(t.example order by t.day desc))[1]) from account_strangers t
             where t.source_id = s.id and t.day > (${deps.clock()}::timestamptz at time zone 'UTC')::date - 7 having count(*) > 0) as strangers
      from signal_sources s join brands b on b.id = s.brand_id left join services v on v.id = s.service_id,
           lateral (select coalesce(sum(taken), 0)::int as taken, coalesce(sum(twice), 0)::int as twice, coalesce(sum(refused), 0)::int as refused, coalesce(sum(thinned), 0)::int as thinned
                      from signal_source_minutes m where m.source_id = s.id and m.minute > ${deps.clock()}::timestamptz - interval '1 hour') h
     where s.removed_at is null and (${only}::uuid is null or s.id = ${only}) order by lower(s.name), s.id limit 1000`.execute(deps.db)
  const name = await namesOf(
    deps,
    rows.map(({ createdBy }) => createdBy),
  )
  return rows.map(({ createdBy, createdAt, lastAt, taken, twice, refused, thinned, settings, poll, ...row }) => {
    const path = pathOf[row.kind]
    return {
      ...row,
      url: path && `${deps.config.consoleUrl}${path}`,
      settings: settings === null ? null : SourceSettings.parse(settings),
      asked: poll && askedOf(poll),
      createdBy: name(createdBy),
      createdAt: createdAt.toISOString(),
      lastAt: lastAt?.toISOString() ?? null,
      lastHour: { taken, twice, refused, thinned },
    }
  })
}

export async function sourceView(deps: Pick<Deps, 'db' | 'clock' | 'config'>, id: string): Promise<SourceView> {
  const [view] = await listSources(deps, id)
  if (!view) throw new Refused('not-found', 'There is no such source.')
  return view
}

const instantOf = (at: string | null) => at && new Date(at).toISOString()
const askedOf = ({ askedAt, wellAt, failingSince, nextAt, refused, sentence, news }: Poll): SourceView['asked'] => ({
  state: askedAt === null ? 'waiting' : failingSince === null ? 'well' : refused ? 'refused' : 'failing',
  askedAt: instantOf(askedAt),
  wellAt: instantOf(wellAt),
  failingSince: instantOf(failingSince),
  nextAt: new Date(nextAt).toISOString(),
  sentence,
  news,
})

const hook = '/api/signals/hooks/KEY'
const pathOf: Record<PutSource['kind'], string | null> = {
  signals: '/api/signals',
  cloudevents: '/api/signals',
  pagerduty: '/v2/enqueue',
  alertmanager: hook,
  grafana: hook,
  sentry: hook,
  stripe: hook,
  shopify: hook,
  conversations: '/api/signals',
  chatwoot: hook,
  zendesk: hook,
  intercom: hook,
  mail: null,
  'mail-alerts': null,
  feed: null,
  mastodon: null,
  bluesky: null,
}
