// A second opinion on texts, as it is set up.
import { useQuery } from '@tanstack/react-query'
import type { PutSecondOpinion, SecondOpinionView } from '../../../../server/src/detect/opinions/opinions.contract.ts'
import { get } from '../../ui/api.ts'

export type View = SecondOpinionView
export type Sent = PutSecondOpinion
export type Given = { enabled: boolean; url: string; model: string; key: string; away: boolean; aMinute: number | string }
export const fields = ['url', 'model', 'key', 'aMinute'] as const

export const opinionKey = ['second-opinion'] as const
export const useSecondOpinion = (enabled: boolean) =>
  useQuery({ queryKey: opinionKey, queryFn: ({ signal }) => get<View>('/api/second-opinion', signal), refetchInterval: 30_000, enabled })

export const givenOf = ({ enabled, url, model, aMinute }: View): Given => ({ enabled, url: url ?? '', model: model ?? '', key: '', away: false, aMinute })
export const asSent = ({ enabled, url, model, key, away, aMinute }: Given): Sent => ({
  ...{ enabled, url: url.trim() || null, model: model.trim() || null, aMinute: Number(aMinute) },
  ...(key.trim() ? { key: key.trim() } : away ? { key: null } : {}),
})
