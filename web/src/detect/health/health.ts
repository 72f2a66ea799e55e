// How accounts fare, and whom to call first: asked again now and then, since a colleague's call is no fact of a crisis.
import { useQuery } from '@tanstack/react-query'
import type { AccountHealth, AtRiskAccount, AtRiskSums, NoteOutreach, OutreachEntry } from '../../../../server/src/detect/health/health.contract.ts'
import { t } from '../../strings/t.ts'
import { get, query } from '../../ui/api.ts'
import { useList } from '../../ui/use-list.ts'
import { useWrite } from '../../ui/use-write.ts'

export type Entry = OutreachEntry
export type AtRisk = AtRiskAccount
export type Health = AccountHealth
export type Risk = Health['risk']
export type Outcome = NoteOutreach['outcome']
export const outcomes = ['content', 'unhappy', 'leaving', 'no-answer', 'not-needed'] as const satisfies readonly Outcome[]
export const views = ['first', 'later', 'done', 'all'] as const
export type View = (typeof views)[number]
/** What the list is narrowed to; empty is everything. */
export type Narrowed = { owner: string; tier: string; risk: string }

const healthKey = ['accounts-at-risk'] as const
const asked = ({ owner, tier, risk }: Narrowed) => ({ owner: owner || undefined, tier: tier || undefined, risk: risk || undefined })
const shows = { first: 'now', later: 'later', done: 'done' } as const

export const useCallsFirst = (view: Exclude<View, 'all'>, narrowed: Narrowed, silent: boolean) => {
  const { owner, tier } = asked(narrowed)
  return useList<Entry>(
    [...healthKey, 'outreach'],
    '/api/outreach',
    { owner, tier, show: shows[view], silent: silent || undefined, limit: 50 },
    { everyMs: 10_000 },
  )
}
export const useAtRisk = (narrowed: Narrowed) =>
  useList<AtRisk>([...healthKey, 'list'], '/api/accounts-at-risk', { ...asked(narrowed), limit: 50 }, { everyMs: 60_000 })
export const useSums = (narrowed: Narrowed) =>
  useQuery({
    queryKey: [...healthKey, 'sums', narrowed],
    queryFn: ({ signal }) => get<AtRiskSums>(`/api/accounts-at-risk/sums${query(asked(narrowed))}`, signal),
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  })
export const csvPath = (narrowed: Narrowed) => `/api/accounts-at-risk/csv${query(asked(narrowed))}`

export const useHealth = (accountId: number) =>
  useQuery({
    queryKey: ['accounts', 'health', accountId],
    queryFn: ({ signal }) => get<Health | null>(`/api/accounts/${accountId}/health`, signal),
    refetchInterval: 60_000,
  })

const touches = [healthKey]
export const useTake = () => useWrite<unknown, Entry>({ path: ({ id }) => `/api/outreach/${id}/take`, send: () => ({}), touches })
export const useGiveBack = () => useWrite<unknown, Entry>({ path: ({ id }) => `/api/outreach/${id}/return`, send: () => ({}), touches })
export const usePutOff = ({ id, name }: Entry, after: () => void) =>
  useWrite<unknown, { until: string; note: string | null }>({
    path: () => `/api/outreach/${id}/later`,
    touches,
    done: (_, { until }) => t('health.putOffDone', { name, day: dayName(until) }),
    after,
  })
export const useNote = ({ id, name }: Entry, after: () => void) =>
  useWrite<unknown, NoteOutreach>({ path: () => `/api/outreach/${id}/outcome`, touches, done: t('health.noted', { name }), after })

/** A day without a time, as in 31 Jan. */
export const dayName = (day: string) => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day))
export const dayAfter = (days: number, now = Date.now()) => new Date(now + days * 86_400_000).toISOString().slice(0, 10)
export const riskColor = { high: 'red', medium: 'amber', low: 'green' } as const
